import { type SQL, sql } from 'drizzle-orm';
import { GENERATORS, type Generator, MODES, type Mode } from '../plan/batch.ts';
import { type BATCH_STATES, batches } from './schema.ts';

/** Which batches of a dataset; what is left out is of all kinds. */
export type Which = {
  readonly datasetId: number;
  readonly generator?: Generator | undefined;
  readonly mode?: Mode | undefined;
  readonly states: readonly (typeof BATCH_STATES)[number][];
  /** Only rows below this one. */
  readonly before?: number | undefined;
  readonly limit: number;
};

/**
 * The condition of being among the newest batches of their kind, by their rows. Each kind is a stretch of one index, of which only the end
 * is read: left to itself SQLite reads all of a stretch and sorts it, or passes over all that is of another kind.
 */
export function isNewest({ datasetId, generator, mode, states, before, limit }: Which): SQL {
  const kinds = (generator === undefined ? GENERATORS : [generator]).flatMap((ofGenerator) =>
    (mode === undefined ? MODES : [mode]).flatMap((ofMode) =>
      states.map(
        (state) => sql`SELECT id FROM (SELECT id FROM batches INDEXED BY batches_by_state
          WHERE dataset_id = ${datasetId} AND generator = ${ofGenerator} AND state = ${state} AND mode = ${ofMode}
            AND id < ${before ?? Number.MAX_SAFE_INTEGER} ORDER BY id DESC LIMIT ${limit})`,
      ),
    ),
  );
  return sql`${batches.id} IN (${sql.join(kinds, sql` UNION ALL `)} ORDER BY id DESC LIMIT ${limit})`;
}
