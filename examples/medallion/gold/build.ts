import { join } from 'node:path';
import { type BatchKey, type Counts, markDone } from '../warehouse/layers.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const TABLES = ['driving_sessions', 'company_hours', 'observed_hours'];

/** Adds to gold what a batch, which the session's variables name, has in silver: one transaction, so that sums count it once. */
export async function buildGold(warehouse: Warehouse, batch: BatchKey): Promise<Counts> {
  const files = await warehouse.rows(
    'SELECT path, events FROM silver.files WHERE generation = $1 AND batch_id = $2',
    [batch.generation, batch.batchId],
  );
  return await warehouse.transaction(async () => {
    await warehouse.runFile('gold/batch_events.sql');
    for (const { path } of files) {
      const from = join(warehouse.folder, String(path)).replaceAll("'", "''");
      await warehouse.run(
        `INSERT INTO batch_events BY NAME SELECT * FROM read_parquet('${from}', hive_partitioning = false)`,
      );
    }
    for (const table of TABLES) await warehouse.runFile(`gold/${table}.sql`);
    const counts = { accepted: files.reduce((sum, { events }) => sum + Number(events), 0), rejected: 0 };
    await markDone(warehouse, batch, 'gold', counts);
    return counts;
  });
}
