import { Hono } from 'hono';
import * as v from 'valibot';
import type { BatchRow } from '../ledger/rows.ts';
import { GENERATORS } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { integer, oneOf, path, query } from './input.ts';
import { iso } from './instant.ts';
import { stageView } from './stages.ts';

/** The query of `GET /api/batches`. */
export const BatchesQuery = v.object({
  generator: v.optional(oneOf('generator', GENERATORS)),
  limit: v.optional(integer('limit', 1, 1000), '100'),
  before: v.optional(integer('before', 1, Number.MAX_SAFE_INTEGER, 'the next_before of an earlier answer')),
});

/** `GET /api/batches` and one batch of it. */
export function batches({ engine, history, feedback }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/batches', query(BatchesQuery), (c) => {
    const { limit, generator, before } = c.req.valid('query');
    // One more than asked for tells whether there is another page.
    const rows = history.batches(engine.status().datasetId, {
      limit: limit + 1,
      ...(generator && { generator }),
      ...(before && { before }),
    });
    const page = rows.slice(0, limit);
    return c.json({
      batches: page.map(batchView),
      next_before: rows.length > limit ? page.at(-1)!.id : null,
    });
  });
  app.get('/api/batches/:generator/:batch_id', path(BatchPath), (c) => {
    const { generator, batch_id } = c.req.valid('param');
    const batch = findBatch({ engine, history }, generator, batch_id);
    const stages = feedback.stagesOf(batch.id).map(stageView);
    return c.json({ ...batchView(batch), issues: batch.issues, stages });
  });
  return app;
}

/** A batch as it is listed. */
export type BatchView = ReturnType<typeof batchView>;

function batchView(row: BatchRow) {
  return {
    generator: row.generator,
    batch_id: row.batchId,
    batch_number: row.number,
    state: row.state,
    generation_mode: row.mode,
    interval_start: iso(row.intervalStart),
    interval_end: iso(row.intervalEnd),
    record_count: row.recordCount,
    valid_count: row.validCount,
    corrupted_count: row.corruptedCount,
    bytes: row.bytes,
    sha256: row.sha256,
    seed: row.seed,
    pool_from: row.poolFrom,
    pool_to: row.poolTo,
    generator_version: row.generatorVersion,
    generation_ms: row.generationMs,
    published_at: iso(row.publishedAt),
    lateness_us: row.latenessUs,
  };
}
