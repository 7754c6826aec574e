import type { DefectKind, Quality } from '../defects/kinds.ts';
import type { EligibleCompanies } from '../fleet/pool.ts';
import type { Sizing } from '../fleet/sizing.ts';
import type { BatchPlan } from '../plan/batch.ts';

/** All that a batch's bytes depend on. */
export type PressJob = {
  readonly plan: BatchPlan;
  readonly sizing: Sizing;
  readonly quality: Quality;
  /** Who may drive; empty for a company batch. */
  readonly companies: EligibleCompanies;
};

/** What the press made. */
export type Pressed = {
  /** Lines, of which `corruptedCount` are dirty. */
  readonly recordCount: number;
  readonly corruptedCount: number;
  /** Number of defects of each kind that occurs. */
  readonly issues: Readonly<Partial<Record<DefectKind, number>>>;
  readonly bytes: number;
  /** Hash of the bytes, in hex. */
  readonly sha256: string;
  /** A company batch's facts for the pool, see `encodeFacts`; null for a driver batch. */
  readonly facts: Uint8Array | null;
};
