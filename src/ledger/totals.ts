import { sql } from 'drizzle-orm';
import type { Connection } from './connection.ts';

type Transaction = Pick<Connection, 'run'>;

/** Adds batches, by their rows, to the sums of their dataset. */
export function countBatches(tx: Transaction, rows: readonly number[]): void {
  if (rows.length > 0) addUp(tx, sql`batches.id IN ${rows}`);
}

/** Adds up a dataset's batches again: after a clean by mode, fewer count. */
export function recount(tx: Transaction, datasetId: number): void {
  tx.run(sql`DELETE FROM dataset_totals WHERE dataset_id = ${datasetId}`);
  tx.run(sql`DELETE FROM dataset_issues WHERE dataset_id = ${datasetId}`);
  addUp(tx, sql`batches.dataset_id = ${datasetId} AND batches.state IN ('published', 'removed')`);
}

// Upserts that select need a WHERE, or the parser takes ON CONFLICT for a join; these have one.
function addUp(tx: Transaction, chosen: ReturnType<typeof sql>): void {
  tx.run(sql`
    INSERT INTO dataset_totals (dataset_id, generator, batches, records, corrupted)
    SELECT dataset_id, generator, count(*), sum(record_count), sum(corrupted_count)
    FROM batches WHERE ${chosen} GROUP BY dataset_id, generator
    ON CONFLICT DO UPDATE SET
      batches = batches + excluded.batches,
      records = records + excluded.records,
      corrupted = corrupted + excluded.corrupted`);
  tx.run(sql`
    INSERT INTO dataset_issues (dataset_id, kind, count)
    SELECT batches.dataset_id, kind, sum(count)
    FROM batch_issues JOIN batches ON batches.id = batch WHERE ${chosen} GROUP BY batches.dataset_id, kind
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
}
