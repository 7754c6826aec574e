import { Hono } from 'hono';
import * as v from 'valibot';
import { LEVELS } from '../log/entry.ts';
import { cursorOf, parsePosition } from '../log/position.ts';
import type { ApiDeps } from './deps.ts';
import { integer, oneOf, parsed, query } from './input.ts';

const SINCE = 'an ISO 8601 time with a zone (2025-11-09T12:00:00Z) or the nextSince of an earlier answer';

/** The query of `GET /api/logs`. */
export const LogsQuery = v.object({
  limit: v.optional(integer('limit', 1, 1000), '100'),
  since: v.optional(parsed('since', SINCE, parsePosition)),
  level: v.optional(oneOf('level', LEVELS)),
});

/** `GET /api/logs`: the log, oldest first; the newest entries, or what came after `since`. */
export function logs({ logs }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/logs', query(LogsQuery), async (c) => {
    const { entries, next } = await logs.read(c.req.valid('query'));
    return c.json({ entries, totalReturned: entries.length, nextSince: cursorOf(next) });
  });
  return app;
}
