import type { Warehouse } from '../warehouse/warehouse.ts';
import type { LandedBatch } from './batch_folder.ts';

export type Generation = { readonly generation: number; readonly firstEdition: number };

/**
 * Which generation a batch is of: the latest, unless the batch contradicts it. Within one, numbers and intervals grow
 * together; after a clean they begin again, so a number that the generation has, or one that is out of turn, begins another.
 *
 * @param edition of `companies.jsonl`: with a new generation, older ones are forgotten
 */
export async function generationOf(
  warehouse: Warehouse,
  batch: LandedBatch,
  edition: number,
): Promise<Generation & { readonly isNew: boolean }> {
  const [latest] = await warehouse.rows(
    'SELECT generation, first_edition FROM control.generations ORDER BY generation DESC LIMIT 1',
  );
  if (latest === undefined) return { generation: 1, firstEdition: edition, isNew: true };
  const generation = Number(latest.generation);
  const contradicting = await warehouse.rows(
    `FROM control.batches
     WHERE generation = $1
       AND ((batch_number >= $2 AND batch_id <= $3) OR (batch_number <= $2 AND batch_id >= $3))
     LIMIT 1`,
    [generation, batch.number, batch.batchId],
  );
  if (contradicting.length > 0) return { generation: generation + 1, firstEdition: edition, isNew: true };
  return { generation, firstEdition: Number(latest.first_edition), isNew: false };
}
