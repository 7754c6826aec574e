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
  readonly corrupted: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly fileOffset: number | null;
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

/** Asks the ledger's tables directly. Statements are prepared once, because a run asks thousands of times. */
export class Telling {
  readonly #batches;
  readonly #gaps;
  readonly #openDataset;
  readonly #announcements;
  readonly #cleaning;
  readonly #companyDue;
  readonly #companyBytes;

  constructor(ledger: Ledger) {
    const { $client: db } = ledger.connection;
    this.#batches = db.prepare<[], ToldBatch & { from_at: string; to_at: string }>(
      `SELECT batches.id, batches.dataset_id AS dataset, generator, number, batch_id AS batchId,
         interval_start AS from_at, interval_end AS to_at, batches.seed, state, batches.mode,
         pool_from AS poolFrom, pool_to AS poolTo, record_count AS records, corrupted_count AS corrupted, bytes, sha256, file_offset AS fileOffset,
         generation_timestamp AS generationTimestamp, runs.config,
         coalesce(runs.config ->> '$.seed', datasets.seed) AS firstSeed
       FROM batches JOIN runs ON runs.id = run_id JOIN datasets ON datasets.id = batches.dataset_id
       ORDER BY batches.id`,
    );
    this.#gaps = db.prepare<[], ToldGap & { from_at: string; to_at: string }>(
      'SELECT dataset_id AS dataset, generator, from_at, to_at, count FROM gaps ORDER BY id',
    );
    this.#openDataset = db.prepare<[], { id: number }>('SELECT id FROM datasets WHERE ended_at IS NULL');
    this.#announcements = db.prepare<[], { n: number }>(
      "SELECT count(*) AS n FROM events WHERE type = 'batch_generated'",
    );
    this.#cleaning = db.prepare<[], { action: string; mode: Mode | null }>(
      "SELECT action, mode FROM lifecycle WHERE action LIKE 'clean%' ORDER BY id DESC LIMIT 1",
    );
    this.#companyDue = db.prepare<[], { end: string }>(
      "SELECT interval_end AS end FROM batches WHERE state = 'planned' AND generator = 'company'",
    );
    this.#companyBytes = db.prepare<[], { end: number | null }>(
      `SELECT max(file_offset + bytes) AS end FROM batches WHERE generator = 'company' AND state = 'published'
         AND dataset_id = (SELECT id FROM datasets WHERE ended_at IS NULL)`,
    );
  }

  told(): Told {
    const instants = <T extends { from_at: string; to_at: string }>(row: T) => ({
      ...row,
      fromMs: Date.parse(row.from_at),
      toMs: Date.parse(row.to_at),
    });
    return {
      openDataset: this.#openDataset.get()?.id ?? null,
      batches: this.#batches.all().map(instants),
      gaps: this.#gaps.all().map(instants),
      announcements: this.#announcements.get()!.n,
      cleaning: this.cleaning,
    };
  }

  /** The clean that was begun and not finished: its mode (null: everything) in an object, or null. */
  get cleaning(): { readonly mode: Mode | null } | null {
    const newest = this.#cleaning.get();
    return newest?.action === 'clean_begun' ? { mode: newest.mode } : null;
  }

  /** When the company batch that is planned is due, in epoch ms; null if there is none. */
  get companyDueMs(): number | null {
    const row = this.#companyDue.get();
    return row === undefined ? null : Date.parse(row.end);
  }

  /** How long companies.jsonl should be. */
  get companyBytes(): number {
    return this.#companyBytes.get()?.end ?? 0;
  }
}
