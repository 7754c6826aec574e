import type { Quality } from '../defects/kinds.ts';
import type { EligibleCompanies } from '../fleet/pool.ts';
import type { Sizing } from '../fleet/sizing.ts';
import type { BatchPlan } from '../plan/batch.ts';
import type { BatchContent } from '../publish/batch_meta.ts';

/** All that a batch's bytes depend on. */
export type PressJob = {
  readonly plan: BatchPlan;
  readonly sizing: Sizing;
  readonly quality: Quality;
  /** Who may drive; empty for a company batch. */
  readonly companies: EligibleCompanies;
};

/** A batch to be staged. */
export type StageJob = PressJob & {
  /** It is one of many: whoever asked syncs the folders in which its folder and its answer key stand, once for all. */
  readonly isGrouped?: boolean;
};

/** What the press made. */
export type Pressed = BatchContent & {
  /** A company batch's facts for the pool, see `encodeFacts`; null for a driver batch. */
  readonly facts: Uint8Array | null;
};
