import { Hono } from 'hono';
import * as v from 'valibot';
import type { ApiDeps } from './deps.ts';
import { BatchPath, findBatch } from './find_batch.ts';
import { integer, path, query } from './input.ts';
import { listRecords } from './operations/records.ts';
import { fromFile } from './published_file.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { RecordPage } from './schemas/records.ts';

/** The query of `GET /api/batches/{generator}/{batch_id}/records`. */
export const RecordsQuery = v.object({
  offset: v.pipe(
    v.optional(integer('offset', 0, Number.MAX_SAFE_INTEGER, 'an integer of 0 or more'), '0'),
    v.description('How many to pass over.'),
  ),
  limit: v.pipe(v.optional(integer('limit', 1, 1000), '100'), v.description('How many at most.')),
});

/** `GET /api/batches/{generator}/{batch_id}/records`: a batch's lines as they were published. */
export function records({ engine, history, readLines }: ApiDeps): Hono {
  const app = new Hono();
  app.get(
    '/api/batches/:generator/:batch_id/records',
    listRecords,
    path(BatchPath),
    query(RecordsQuery),
    async (c) => {
      const { generator, batch_id } = c.req.valid('param');
      const { offset, limit } = c.req.valid('query');
      const batch = findBatch({ engine, history }, generator, batch_id);
      const lines = await fromFile(batch, () => readLines(batch, offset, limit));
      const answer: AnswerOf<typeof RecordPage> = {
        generator,
        batch_id,
        offset,
        limit,
        total: batch.recordCount!,
        records: lines.map((raw, i) => ({ line: offset + i + 1, raw, record: parsedLine(raw) })),
      };
      return c.json(answer);
    },
  );
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
