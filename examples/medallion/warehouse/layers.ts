import type { Warehouse } from './warehouse.ts';

export type Layer = 'bronze' | 'silver' | 'gold';

/** Which batch of the warehouse. */
export type BatchKey = { readonly generation: number; readonly batchId: string };

/** What a layer did with a batch's lines. */
export type Counts = { readonly accepted: number; readonly rejected: number };

/** A batch that has not been through all layers, with what SQL needs to know of it. */
export type UnfinishedBatch = BatchKey & {
  readonly number: number;
  readonly intervalStart: string;
  readonly intervalEnd: string;
  readonly firstEdition: number;
  readonly companiesKnown: number;
  readonly isSilverDone: boolean;
};

/** Writes into the checkpoint that a layer is done with a batch, and that the service is to be told; within the layer's transaction. */
export async function markDone(
  warehouse: Warehouse,
  { generation, batchId }: BatchKey,
  layer: Layer,
  { accepted, rejected }: Counts,
): Promise<void> {
  // `now()` is when the transaction began; a layer is done when it ends.
  const at = new Date().toISOString();
  const values = [generation, batchId, layer, at, accepted, rejected];
  await warehouse.rows('INSERT INTO control.layers VALUES ($1, $2, $3, $4::TIMESTAMP, $5, $6)', values);
  await warehouse.rows(
    `INSERT INTO control.outbox (generation, batch_id, stage, done_at, accepted, rejected)
     VALUES ($1, $2, $3, $4::TIMESTAMP, $5, $6)`,
    values,
  );
}

/** Batches that have landed and are not in gold, oldest first. */
export async function unfinishedBatches(warehouse: Warehouse): Promise<UnfinishedBatch[]> {
  const rows = await warehouse.rows(
    `SELECT b.*, g.first_edition,
            (generation, batch_id) IN (SELECT (generation, batch_id) FROM control.layers WHERE layer = 'silver') AS is_silver_done
     FROM control.batches b JOIN control.generations g USING (generation)
     ANTI JOIN (FROM control.layers WHERE layer = 'gold') USING (generation, batch_id)
     ORDER BY generation, batch_number`,
  );
  return rows.map((row) => ({
    generation: Number(row.generation),
    batchId: String(row.batch_id),
    number: Number(row.batch_number),
    intervalStart: String(row.interval_start),
    intervalEnd: String(row.interval_end),
    firstEdition: Number(row.first_edition),
    companiesKnown: Number(row.companies_known),
    isSilverDone: row.is_silver_done === true,
  }));
}
