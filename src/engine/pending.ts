import type { Settings } from '../config/settings.ts';
import type { Cause } from '../ledger/schema.ts';
import type { BatchPlan } from '../plan/batch.ts';
import type { Pressed } from '../press/job.ts';

/** What a batch is once readers can see it. */
export type Revealed = {
  /** When it became visible, epoch µs. */
  readonly visibleUs: number;
  readonly generationTimestampMs: number;
  readonly fileOffset: number | null;
};

/** A batch on its way from its plan to publication. */
export type Pending = {
  readonly plan: BatchPlan;
  readonly cause: Cause;
  /** What its bytes depend on besides: those of the run that planned it. */
  readonly settings: Pick<Settings, 'sizing' | 'quality'>;
  /** An earlier process planned it: its lateness says nothing of this one. */
  readonly recovered: boolean;
  /** It is published on a simulated clock: what readers are told is when it was due. */
  readonly backfilled: boolean;
  /** Its row in the ledger. */
  readonly row: number;
  /** `unstaged` also after a failure, until it is tried again. */
  state: 'unstaged' | 'staging' | 'staged';
  /** What staging it failed with, until somebody has looked. */
  failure: unknown;
  /** Whether it has failed, and has not been staged since. */
  hasFailed: boolean;
  content: Pressed | null;
  generationMs: number | null;
  /** When it was staged, epoch ms. */
  stagedMs: number;
  revealed: Revealed | null;
  /** It was tried to reveal it; where that was cut, readers of `companies.jsonl` may see a part. */
  attempted: boolean;
  /** Paused, or stopped, before it became visible: whatever is made of it is thrown away. */
  dropped: boolean;
};

export function pendingOf(
  given: Pick<Pending, 'plan' | 'cause' | 'settings' | 'row' | 'recovered'> & {
    readonly backfilled?: boolean;
  },
): Pending {
  return {
    backfilled: false,
    ...given,
    state: 'unstaged',
    failure: null,
    hasFailed: false,
    content: null,
    generationMs: null,
    stagedMs: 0,
    revealed: null,
    attempted: false,
    dropped: false,
  };
}
