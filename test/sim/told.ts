import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Generator, Mode } from '../../src/plan/batch.ts';

/** A batch as its row tells it. Read in SQL of its own, so that a wrong query of the ledger is seen. */
export type ToldBatch = {
  readonly id: number;
  readonly dataset: number;
  readonly generator: Generator;
  readonly number: number;
  readonly batchId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seed: number;
  readonly state: 'planned' | 'published' | 'removed' | 'cleaned';
  readonly mode: Mode;
  readonly poolFrom: number | null;
  readonly poolTo: number | null;
  readonly records: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly fileOffset: number | null;
  readonly publishedAt: string | null;
  readonly generationTimestamp: string | null;
  readonly config: string;
  /** Seed of batch 1: the config's, or the dataset's own where the config leaves it out. */
  readonly firstSeed: number;
};

export type ToldGap = {
  readonly dataset: number;
  readonly generator: Generator;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
};

/** Everything that the ledger tells of batches and gaps. */
export type Told = {
  readonly openDataset: number | null;
  readonly batches: readonly ToldBatch[];
  readonly gaps: readonly ToldGap[];
  /** How often the bus was told of a batch. */
  readonly announcements: number;
  readonly cleaning: { readonly mode: Mode | null } | null;
};

export function toldBy(ledger: Ledger): Told {
  const { $client: db } = ledger.connection;
  const batches = db
    .prepare<[], ToldBatch & { interval_start: string; interval_end: string }>(
      `SELECT batches.id, batches.dataset_id AS dataset, generator, number, batch_id AS batchId, interval_start, interval_end,
         batches.seed, state, batches.mode, pool_from AS poolFrom, pool_to AS poolTo, record_count AS records, bytes,
         sha256, file_offset AS fileOffset, published_at AS publishedAt, generation_timestamp AS generationTimestamp,
         runs.config, coalesce(runs.config ->> '$.seed', datasets.seed) AS firstSeed
       FROM batches JOIN runs ON runs.id = run_id JOIN datasets ON datasets.id = batches.dataset_id ORDER BY batches.id`,
    )
    .all()
    .map((row) => ({ ...row, fromMs: Date.parse(row.interval_start), toMs: Date.parse(row.interval_end) }));
  const gaps = db
    .prepare<[], ToldGap & { from_at: string; to_at: string }>(
      'SELECT dataset_id AS dataset, generator, from_at, to_at, count FROM gaps ORDER BY id',
    )
    .all()
    .map((row) => ({ ...row, fromMs: Date.parse(row.from_at), toMs: Date.parse(row.to_at) }));
  return {
    openDataset:
      db.prepare<[], { id: number }>('SELECT id FROM datasets WHERE ended_at IS NULL').get()?.id ?? null,
    batches,
    gaps,
    announcements: db
      .prepare<[], { n: number }>("SELECT count(*) AS n FROM events WHERE type = 'batch_generated'")
      .get()!.n,
    cleaning: ledger.unfinishedClean(),
  };
}
