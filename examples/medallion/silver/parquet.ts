import { closeSync, fsyncSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BatchKey } from '../warehouse/layers.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/**
 * Writes the table `accepted` as `silver/events/generation=…/date=…/hour=…/<batch_id>.parquet`. A file has its name only when it is
 * whole and on disk, and the same batch always writes the same names.
 */
export async function writeParquet(warehouse: Warehouse, { generation, batchId }: BatchKey): Promise<void> {
  const parts = await warehouse.rows(
    'SELECT date, hour, count(*) AS events FROM accepted GROUP BY ALL ORDER BY ALL',
  );
  for (const { date, hour, events } of parts) {
    const path = join(
      'silver',
      'events',
      `generation=${generation}`,
      `date=${date}`,
      `hour=${hour}`,
      `${batchId}.parquet`,
    );
    const target = join(warehouse.folder, path);
    const temporary = join(dirname(target), `.${batchId}.tmp`);
    mkdirSync(dirname(target), { recursive: true });
    await warehouse.run(
      `COPY (SELECT * EXCLUDE (date, hour) FROM accepted WHERE date = '${date}' AND hour = '${hour}' ORDER BY line)
       TO '${temporary.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    sync(temporary);
    renameSync(temporary, target);
    sync(dirname(target));
    await warehouse.rows('INSERT INTO silver.files VALUES ($1, $2, $3, $4)', [
      generation,
      batchId,
      path,
      Number(events),
    ]);
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
