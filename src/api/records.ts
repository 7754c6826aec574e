import { Hono } from 'hono';
import * as v from 'valibot';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { integer, path, query } from './input.ts';
import { fromFile } from './published_file.ts';

/** The query of `GET /api/batches/{generator}/{batch_id}/records`. */
export const RecordsQuery = v.object({
  offset: v.optional(integer('offset', 0, Number.MAX_SAFE_INTEGER, 'an integer of 0 or more'), '0'),
  limit: v.optional(integer('limit', 1, 1000), '100'),
});

/** `GET /api/batches/{generator}/{batch_id}/records`: a batch's lines as they were published. */
export function records({ engine, history, readLines }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/batches/:generator/:batch_id/records', path(BatchPath), query(RecordsQuery), async (c) => {
    const { generator, batch_id } = c.req.valid('param');
    const { offset, limit } = c.req.valid('query');
    const batch = findBatch({ engine, history }, generator, batch_id);
    const lines = await fromFile(batch, () => readLines(batch, offset, limit));
    return c.json({
      generator,
      batch_id,
      offset,
      limit,
      total: batch.recordCount,
      records: lines.map((raw, i) => ({ line: offset + i + 1, raw, record: parsedLine(raw) })),
    });
  });
  return app;
}

/** Null where the line is not JSON: a defect may have torn it. */
function parsedLine(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}
