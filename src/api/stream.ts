import { Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import { Follower, type Frame } from './follower.ts';
import { ApiProblem } from './problem.ts';

/** Proxies cut what is silent for a minute; a browser notices a server that is gone. */
const HEARTBEAT_MS = 15_000;
/** How soon a browser connects again. */
const RETRY_MS = 1000;

/**
 * `GET /api/stream`: what happens, as Server-Sent Events. `batch_generated`, `lifecycle` and `stage` have ids, and come again from
 * the ledger after `Last-Event-ID`; `log` comes live.
 */
export function stream({ feed, logFeed, history }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/stream', (c) => {
    const newest = history.newestEventId();
    const after = Math.min(lastEventId(c.req.header('last-event-id')) ?? newest, newest);
    const follower = new Follower(feed, logFeed, after);
    return new Response(eventStream(follower), {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  });
  return app;
}

function lastEventId(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ApiProblem(
    400,
    'invalid_parameter',
    `Last-Event-ID must be an id of this stream, got ${text.slice(0, 100)}`,
  );
}

/** Pulled as fast as the client reads and no faster. */
function eventStream(follower: Follower): ReadableStream<Uint8Array> {
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
        const frames = await follower.next(HEARTBEAT_MS);
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
