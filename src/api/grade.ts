import { Hono } from 'hono';
import * as v from 'valibot';
import { GENERATORS } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { instant, integer, oneOf, pipelineName, query } from './input.ts';

/** The query of `GET /api/grade`. */
export const GradeQuery = v.pipe(
  v.object({
    pipeline: v.optional(pipelineName(), 'default'),
    generator: v.optional(oneOf('generator', GENERATORS), 'driver'),
    last: v.optional(integer('last', 1, 1_000_000)),
    from: v.optional(instant('from')),
    to: v.optional(instant('to')),
  }),
  v.check(
    ({ last, from, to }) => last === undefined || (from === undefined && to === undefined),
    'last goes without from and to',
  ),
);

/** `GET /api/grade`: how well a pipeline caught the defects of the batches that it has finished. */
export function grade({ engine, grader }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/grade', query(GradeQuery), async (c) => {
    const { pipeline, generator, last = null, from = null, to = null } = c.req.valid('query');
    const { datasetId } = engine.status();
    return c.json(await grader.report({ datasetId, pipeline, generator, last, fromMs: from, toMs: to }));
  });
  return app;
}
