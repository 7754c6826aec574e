import { createHash } from 'node:crypto';
import type { BenchService } from './service.ts';

/**
 * SHA-256 of what a live service made that does not tell the time of day: number, seed, size and defects of the first `count` batches of
 * each generator. Their bytes differ from run to run, because every timestamp does.
 */
export function batchesHash(service: Pick<BenchService, 'query'>, count: number): string {
  const rows = service.query(
    `SELECT generator, number, seed, record_count, corrupted_count FROM batches WHERE number <= ${count} AND state = 'published' ORDER BY 1, 2`,
  );
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
