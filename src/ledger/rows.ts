import type { BatchPlan, Generator, Mode } from '../plan/batch.ts';
import type { BatchContent } from '../publish/batch_meta.ts';
import type { backfills, batches, Cause, datasets, GAP_REASONS } from './schema.ts';

export type DatasetRow = typeof datasets.$inferSelect;

/** A batch as the ledger has it; columns that are filled in later are null until then. */
export type BatchRow = Omit<typeof batches.$inferSelect, 'facts'>;

/** A process on a dataset. */
export type Run = {
  /** nanoid. */
  readonly id: string;
  readonly datasetId: number;
  readonly mode: Mode;
  /** Seed of batch 1. */
  readonly seed: number;
  /** Canonical JSON of the settings, and its SHA-256. */
  readonly config: string;
  readonly configHash: string;
  readonly version: string;
  readonly generatorVersion: number;
  readonly startedMs: number;
};

/** A batch that is about to be made. */
export type NewPlan = {
  readonly datasetId: number;
  readonly runId: string;
  readonly plan: BatchPlan;
  readonly cause: Cause;
  readonly generatorVersion: number;
  readonly plannedMs: number;
};

/** A span of the past that is filled on a simulated clock. */
export type NewBackfill = {
  readonly datasetId: number;
  readonly runId: string;
  readonly fromMs: number;
  /** Null: up to the present. */
  readonly toMs: number | null;
  /** The span as it was asked for. */
  readonly asked: string;
  /** What the simulated clock reads at first. */
  readonly clockMs: number;
};

export type BackfillRow = typeof backfills.$inferSelect;

/** What is known of a batch once it is staged. */
export type StagedFacts = BatchContent & {
  readonly generationMs: number;
  /** A company batch's facts for the pool; null for a driver batch. */
  readonly facts: Uint8Array | null;
};

/** What is known of a batch once a reader can see it. */
export type PublishedFacts = {
  readonly row: number;
  readonly publishedMs: number;
  readonly latenessUs: number | null;
  readonly generationTimestampMs: number;
  readonly fileOffset: number | null;
};

export type Gap = {
  readonly datasetId: number;
  readonly runId: string;
  readonly generator: Generator;
  readonly fromMs: number;
  readonly toMs: number;
  /** Number of intervals in it. */
  readonly count: number;
  readonly reason: (typeof GAP_REASONS)[number];
};

/** A gap as the ledger has it. */
export type KeptGap = Pick<Gap, 'generator' | 'reason' | 'count'> & { readonly id: number };

/** How far a generator has come in a dataset. */
export type Position = {
  /** End of the last interval that was published or became a gap; null before the first. */
  readonly settledToMs: number | null;
  /** End of the last published interval; null before the first. */
  readonly publishedToMs: number | null;
  /** Number that the next batch takes. */
  readonly nextNumber: number;
  /** Highest seed that a published batch used; null before the first. */
  readonly highestSeed: number | null;
};

/** Counts over the published batches of a dataset. */
export type Totals = {
  readonly batches: number;
  readonly records: number;
  readonly corrupted: number;
  /** When the newest was published; null before the first. */
  readonly lastPublishedMs: number | null;
  readonly lastIntervalEndMs: number | null;
  /** How many were published in the last minute. */
  readonly lastMinute: number;
};

/** Visible time minus interval end over the newest batches on schedule, in µs; null where there is none. */
export type Lateness = {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
};
