import type { Quality } from '../defects/kinds.ts';
import type { Sizing } from '../fleet/sizing.ts';
import type { Generator, Mode } from '../plan/batch.ts';
import type { MissedIntervals } from '../plan/schedule.ts';

/** The settings in force: one mode's view of the config file, in the units that the code uses. */
export type Settings = {
  readonly mode: Mode;
  /** Seed of batch 1; null where the config leaves it out and the dataset's own seed counts. */
  readonly seed: number | null;
  /** Interval lengths in ms, whole seconds. */
  readonly intervalMs: Readonly<Record<Generator, number>>;
  readonly missedIntervals: MissedIntervals;
  readonly sizing: Sizing;
  readonly quality: Quality;
  readonly logInjectedIssues: boolean;
};
