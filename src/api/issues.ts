import { Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { path, query } from './input.ts';
import { listIssues } from './operations/records.ts';
import { ApiProblem } from './problem.ts';
import { RecordsQuery } from './records.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { IssuePage } from './schemas/records.ts';

/** `GET /api/batches/{generator}/{batch_id}/issues`: a batch's answer key, unless the service was told to keep it to itself. */
export function issues({ engine, history, grader, servesIssues }: ApiDeps): Hono {
  const app = new Hono();
  app.get(
    '/api/batches/:generator/:batch_id/issues',
    listIssues,
    path(BatchPath),
    query(RecordsQuery),
    async (c) => {
      if (!servesIssues) {
        const detail = 'the answer key is not served here: start without --no-issues to have it';
        throw new ApiProblem('issues_disabled', detail);
      }
      const { generator, batch_id } = c.req.valid('param');
      const { offset, limit } = c.req.valid('query');
      const batch = findBatch({ engine, history }, generator, batch_id);
      const answer: AnswerOf<typeof IssuePage> = {
        generator,
        batch_id,
        offset,
        limit,
        total: batch.corruptedCount!,
        issues: await grader.keys.read(batch, offset, limit),
      };
      return c.json(answer);
    },
  );
  return app;
}
