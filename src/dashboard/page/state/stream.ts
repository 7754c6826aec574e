import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { request } from '../api/request.ts';

/** The server says something every 15 s; after so much silence the way to it is cut. */
const SILENCE_MS = 40_000;
/** As many facts of the past come first, so that charts are not empty. */
const HISTORY = 500;

/**
 * Reads `/api/stream` until it is cut, and hands over what comes, as many events at once as there are.
 *
 * `fetch` rather than `EventSource`, which can carry no token and does not notice silence.
 *
 * @param after the id of the last fact that is known; null to begin with those of the recent past
 * @throws whatever cut it
 */
export async function readStream(
  after: string | null,
  onOpen: () => void,
  onEvents: (events: readonly EventSourceMessage[]) => void,
): Promise<never> {
  const silence = new AbortController();
  let watchdog = setTimeout(() => silence.abort(), SILENCE_MS);
  const response = await request(`/api/stream${after === null ? `?last=${HISTORY}` : ''}`, {
    headers: after === null ? {} : { 'last-event-id': after },
    signal: silence.signal,
  });
  onOpen();
  let events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error('the service ended the stream');
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), SILENCE_MS);
      parser.feed(value);
      if (events.length > 0) onEvents(events);
      events = [];
    }
  } finally {
    clearTimeout(watchdog);
  }
}
