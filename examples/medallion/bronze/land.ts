import { markDone } from '../warehouse/layers.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type LandedBatch, sha256 } from './batch_folder.ts';
import type { CompaniesRead } from './company_file.ts';
import { generationOf } from './generation.ts';
import { linesOf, textOf } from './lines.ts';

/** Whether a batch with just this metadata has been taken in, in whatever generation. */
export async function isLanded(warehouse: Warehouse, batchId: string, metaSha256: string): Promise<boolean> {
  const known = await warehouse.rows('FROM control.batches WHERE batch_id = $1 AND meta_sha256 = $2', [
    batchId,
    metaSha256,
  ]);
  return known.length > 0;
}

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
      // What the service would be told of the batches before, it has forgotten with them.
      await warehouse.run(
        `DELETE FROM control.outbox; INSERT INTO control.generations VALUES (${generation}, ${firstEdition}, now()::TIMESTAMP)`,
      );
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
