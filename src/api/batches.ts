import { Hono } from 'hono';
import * as v from 'valibot';
import type { BatchRow } from '../ledger/rows.ts';
import { GENERATORS } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { integer, oneOf, path, query } from './input.ts';
import { iso } from './instant.ts';
import { getBatch, listBatches } from './operations/batches.ts';
import type { Batch, BatchDetail, BatchList } from './schemas/batch.ts';
import type { AnswerOf } from './schemas/fields.ts';
import { stageView } from './stages.ts';

/** The query of `GET /api/batches`. */
export const BatchesQuery = v.object({
  generator: v.pipe(
    v.optional(oneOf('generator', GENERATORS)),
    v.description('Only those of one generator.'),
  ),
  limit: v.pipe(v.optional(integer('limit', 1, 1000), '100'), v.description('How many at most.')),
  before: v.pipe(
    v.optional(integer('before', 1, Number.MAX_SAFE_INTEGER, 'the next_before of an earlier answer')),
    v.description('The `next_before` of an earlier answer.'),
  ),
});

/** `GET /api/batches` and one batch of it. */
export function batches({ engine, history, feedback }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/batches', listBatches, query(BatchesQuery), (c) => {
    const { limit, generator, before } = c.req.valid('query');
    // One more than asked for tells whether there is another page.
    const rows = history.batches(engine.status().datasetId, {
      limit: limit + 1,
      ...(generator && { generator }),
      ...(before && { before }),
    });
    const page = rows.slice(0, limit);
    const answer: AnswerOf<typeof BatchList> = {
      batches: page.map(batchView),
      next_before: rows.length > limit ? page.at(-1)!.id : null,
    };
    return c.json(answer);
  });
  app.get('/api/batches/:generator/:batch_id', getBatch, path(BatchPath), (c) => {
    const { generator, batch_id } = c.req.valid('param');
    const batch = findBatch({ engine, history }, generator, batch_id);
    const stages = feedback.stagesOf(batch.id).map(stageView);
    const answer: AnswerOf<typeof BatchDetail> = { ...batchView(batch), issues: batch.issues, stages };
    return c.json(answer);
  });
  return app;
}

/** A batch as it is listed. */
export type BatchView = AnswerOf<typeof Batch>;

/** @param row of a batch that is or was published */
function batchView(row: BatchRow): BatchView {
  return {
    generator: row.generator,
    batch_id: row.batchId,
    batch_number: row.number,
    state: row.state as BatchView['state'],
    generation_mode: row.mode,
    interval_start: iso(row.intervalStart),
    interval_end: iso(row.intervalEnd),
    record_count: row.recordCount!,
    valid_count: row.validCount!,
    corrupted_count: row.corruptedCount!,
    bytes: row.bytes!,
    sha256: row.sha256!,
    seed: row.seed,
    pool_from: row.poolFrom,
    pool_to: row.poolTo,
    generator_version: row.generatorVersion,
    generation_ms: row.generationMs,
    published_at: iso(row.publishedAt!),
    lateness_us: row.latenessUs,
  };
}
