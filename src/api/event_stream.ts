import type { Follower, Frame } from './follower.ts';

/** How soon a browser connects again. */
const RETRY_MS = 1000;

/**
 * What a follower has to tell as Server-Sent Events, pulled as fast as the client reads and no faster.
 * @param quietMs after so much silence comes a heartbeat
 */
export function eventStream(follower: Follower, quietMs: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isFirst = true;
  return new ReadableStream(
    {
      async pull(controller) {
        if (isFirst) {
          isFirst = false;
          controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
          return;
        }
        const frames = await follower.next(quietMs);
        if (frames === null) controller.close();
        else
          controller.enqueue(
            encoder.encode(frames.length === 0 ? ': heartbeat\n\n' : frames.map(eventOf).join('')),
          );
      },
      cancel: () => follower.close(),
    },
    { highWaterMark: 0 },
  );
}

function eventOf({ id, event, data }: Frame): string {
  return `${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`;
}
