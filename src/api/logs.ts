import { Hono } from 'hono';
import * as v from 'valibot';
import { LEVELS } from '../log/entry.ts';
import { cursorOf, parsePosition } from '../log/position.ts';
import type { ApiDeps } from './deps.ts';
import { integer, oneOf, parsed, query } from './input.ts';
import { getLogs } from './operations/logs.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { LogPage } from './schemas/logs.ts';

const SINCE = 'an ISO 8601 time with a zone (2025-11-09T12:00:00Z) or the nextSince of an earlier answer';
const SINCE_FORMS = {
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
  examples: ['2025-11-09T12:00:10.000000002Z'],
};

/** The query of `GET /api/logs`. */
export const LogsQuery = v.object({
  limit: v.pipe(v.optional(integer('limit', 1, 1000), '100'), v.description('How many at most.')),
  since: v.pipe(
    v.optional(parsed('since', SINCE, SINCE_FORMS, parsePosition)),
    v.description(
      'Only entries after it: a date, a time with a zone, or the `nextSince` of an earlier answer.',
    ),
  ),
  level: v.pipe(v.optional(oneOf('level', LEVELS)), v.description('The least severity.')),
});

/** `GET /api/logs`: the log, oldest first; the newest entries, or what came after `since`. */
export function logs({ logs }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/logs', getLogs, query(LogsQuery), async (c) => {
    const { entries, next } = await logs.read(c.req.valid('query'));
    const answer: AnswerOf<typeof LogPage> = {
      entries,
      totalReturned: entries.length,
      nextSince: cursorOf(next),
    };
    return c.json(answer);
  });
  return app;
}
