import { Hono } from 'hono';
import * as v from 'valibot';
import { GENERATORS } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { instant, integer, oneOf, pipelineName, query } from './input.ts';
import { getGrade } from './operations/grade.ts';

/** The query of `GET /api/grade`. */
export const GradeQuery = v.pipe(
  v.object({
    pipeline: v.pipe(v.optional(pipelineName(), 'default'), v.description('Whose verdicts.')),
    generator: v.pipe(v.optional(oneOf('generator', GENERATORS), 'driver'), v.description('Whose batches.')),
    last: v.pipe(v.optional(integer('last', 1, 1_000_000)), v.description('Only the newest so many.')),
    from: v.pipe(v.optional(instant('from')), v.description('Only intervals that end after it.')),
    to: v.pipe(v.optional(instant('to')), v.description('Only intervals that end at it or before.')),
  }),
  v.check(
    ({ last, from, to }) => last === undefined || (from === undefined && to === undefined),
    'last goes without from and to',
  ),
);

/** `GET /api/grade`: how well a pipeline caught the defects of the batches that it has finished. */
export function grade({ engine, grader }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/grade', getGrade, query(GradeQuery), async (c) => {
    const { pipeline, generator, last = null, from = null, to = null } = c.req.valid('query');
    const { datasetId } = engine.status();
    return c.json(await grader.report({ datasetId, pipeline, generator, last, fromMs: from, toMs: to }));
  });
  return app;
}
