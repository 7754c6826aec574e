import type { DefectKind } from '../defects/kinds.ts';
import type { Generator, Mode } from '../plan/batch.ts';

/** A batch became visible. Times are ISO 8601. */
export type BatchGenerated = {
  readonly event: 'batch_generated';
  readonly timestamp: string;
  readonly mode: Mode;
  readonly generator: Generator;
  readonly batch_id: string;
  readonly batch_number: number;
  readonly record_count: number;
  readonly valid_count: number;
  readonly corrupted_count: number;
  readonly issues: Readonly<Partial<Record<DefectKind, number>>>;
  readonly interval_start: string;
  readonly interval_end: string;
  readonly interval_seconds: number;
  readonly bytes: number;
  /** Visible time minus interval end; null when it was not published on schedule. */
  readonly lateness_us: number | null;
  /** How long its bytes took to make; null where another process made them. */
  readonly generation_ms: number | null;
};

/** The service was paused, resumed or cleaned. */
export type LifecycleChanged = {
  readonly event: 'lifecycle';
  readonly timestamp: string;
  readonly action: 'pause' | 'resume' | 'clean';
  readonly status: 'running' | 'paused';
  /** Of a clean: whose batches went; null or missing where all did. */
  readonly mode?: Mode | null;
};

/** A batch reached a layer of the pipeline behind. */
export type StageReported = {
  readonly event: 'stage';
  readonly timestamp: string;
  readonly pipeline: string;
  readonly generator: Generator;
  readonly batch_id: string;
  readonly stage: 'bronze' | 'silver' | 'gold';
  readonly status: 'done' | 'failed';
  readonly at: string;
  readonly accepted: number | null;
  readonly rejected: number | null;
  /** From publication; negative if the pipeline's clock is behind. */
  readonly latency_ms: number;
};

/** What happened; true and recorded in the ledger before anybody hears of it. */
export type Fact = BatchGenerated | LifecycleChanged | StageReported;
