import { markDone } from '../warehouse/layers.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type LandedBatch, sha256 } from './batch_folder.ts';
import type { CompaniesRead } from './company_file.ts';
import { generationOf } from './generation.ts';
import { linesOf, textOf } from './lines.ts';

/** Takes a batch in as it came, line by line, with its place in the checkpoint: all in one transaction. */
export async function land(
  warehouse: Warehouse,
  batch: LandedBatch,
  companies: CompaniesRead,
): Promise<void> {
  const { generation, firstEdition, isNew } = await generationOf(warehouse, batch, companies.edition);
  const rows = [...linesOf(batch.events)].map((bytes, i) => {
    const { text, isUtf8 } = textOf(bytes);
    return [generation, batch.batchId, i + 1, text, sha256(bytes), isUtf8 ? null : bytes] as const;
  });
  await warehouse.transaction(async () => {
    if (isNew) {
      await warehouse.rows('INSERT INTO control.generations VALUES ($1, $2, $3::TIMESTAMP)', [
        generation,
        firstEdition,
        new Date().toISOString(),
      ]);
    }
    await warehouse.append('bronze', 'lines', rows);
    await warehouse.rows(
      'INSERT INTO control.batches VALUES ($1, $2, $3, $4::TIMESTAMP, $5::TIMESTAMP, $6, $7, $8)',
      [
        generation,
        batch.batchId,
        batch.number,
        batch.intervalStart,
        batch.intervalEnd,
        batch.metaSha256,
        rows.length,
        companies.known,
      ],
    );
    await markDone(warehouse, { generation, batchId: batch.batchId }, 'bronze', {
      accepted: rows.length,
      rejected: 0,
    });
  });
}
