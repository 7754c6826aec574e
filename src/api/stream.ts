import { Hono } from 'hono';
import * as v from 'valibot';
import type { Sockets } from './client_socket.ts';
import type { ApiDeps } from './deps.ts';
import { eventStream } from './event_stream.ts';
import { Follower } from './follower.ts';
import { header, integer, query } from './input.ts';
import { followStream } from './operations/stream.ts';
import { Quota } from './quota.ts';
import { asksForWebSocket, subprotocolFor, tellingListener } from './web_socket.ts';

/** Proxies cut what is silent for a minute; a browser notices a server that is gone. */
const HEARTBEAT_MS = 15_000;

const lastEventId = (name: string) => integer(name, 0, Number.MAX_SAFE_INTEGER, 'an id of this stream');

/** So many may follow at a time: each is told of every batch. */
const FOLLOWERS = 1000;

/** The query of `GET /api/stream`. */
export const StreamQuery = v.pipe(
  v.object({
    last_event_id: v.pipe(
      v.optional(lastEventId('last_event_id')),
      v.description('As the header of that name, for those that can set none.'),
    ),
    last: v.pipe(v.optional(integer('last', 0, 10_000)), v.description('Begin so many facts back.')),
  }),
  v.check(
    ({ last_event_id, last }) => last_event_id === undefined || last === undefined,
    'last goes without last_event_id',
  ),
);

/** The headers of `GET /api/stream`. */
export const StreamHeaders = v.object({
  'last-event-id': v.pipe(
    v.optional(lastEventId('Last-Event-ID')),
    v.description('The newest id that the client has; goes before both parameters of the query.'),
  ),
});

/**
 * `GET /api/stream`: what happens, as Server-Sent Events, or over a WebSocket where the client asks for one. `batch_generated`,
 * `lifecycle` and `stage` have ids, and come again from the ledger; `log` and `grade` come live.
 *
 * It begins behind the fact that the header or `last_event_id` names, `last` facts back, or now. The header goes before both:
 * a browser that connects again sends it beside the query that it began with.
 */
export function stream(deps: ApiDeps): Hono {
  const { history, log } = deps;
  const places = new Quota(
    FOLLOWERS,
    `${FOLLOWERS} clients follow already: close one, or ask GET /api/batches from time to time`,
  );
  const app = new Hono();
  app.get('/api/stream', followStream, header(StreamHeaders), query(StreamQuery), (c) => {
    const { last_event_id, last = 0 } = c.req.valid('query');
    const seen = c.req.valid('header')['last-event-id'] ?? last_event_id;
    // An id beyond the newest is another ledger's.
    const after = Math.min(seen ?? history.eventIdBefore(last), history.eventIdBefore(0));
    const follow = () => {
      const place = places.share();
      place.take(1);
      return new Follower(deps, after, place.end);
    };

    const { headers, method } = c.req.raw;
    const { upgrade }: Partial<Sockets> = c.env ?? {};
    if (upgrade !== undefined && method === 'GET' && asksForWebSocket(headers)) {
      return upgrade(c.req.raw, subprotocolFor(headers), tellingListener(follow, HEARTBEAT_MS, log));
    }
    return new Response(method === 'HEAD' ? null : eventStream(follow(), HEARTBEAT_MS), {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  });
  return app;
}
