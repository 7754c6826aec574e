import type { Generator, Mode } from '../plan/batch.ts';
import type { CleanReport } from '../publish/clean.ts';

/** Something that is wrong now; gone once it heals. */
export type Problem = {
  /** A code, e.g. `ENOSPC`. */
  readonly code: string;
  readonly message: string;
  readonly sinceMs: number;
};

/** The last time the engine published what was missing by itself. */
export type AutoReinit = {
  readonly atMs: number | null;
  readonly actions: readonly string[];
  readonly missingFiles: readonly string[];
  /** How often in this process. */
  readonly count: number;
};

export type EngineStatus = {
  readonly runId: string;
  readonly datasetId: number;
  readonly mode: Mode;
  readonly startedMs: number;
  readonly paused: boolean;
  readonly shutdownRequested: boolean;
  /** Since when it has been paused, or running. */
  readonly sinceMs: number;
  readonly atBaseline: boolean;
  /** Up to where the past is filled so far, in epoch ms; null once the service is live. */
  readonly filledToMs: number | null;
  readonly nextDueMs: Readonly<Record<Generator, number | null>>;
  readonly problems: readonly Problem[];
  readonly autoReinit: AutoReinit;
  /** When `generator_state.json` was last written. */
  readonly stateSavedMs: number | null;
};

/** What a clean takes, by the ledger: batches that readers should see, their records and bytes. */
export type CleanSummary = {
  readonly companyBatches: number;
  readonly driverBatches: number;
  readonly records: number;
  readonly bytes: number;
};

/** What a clean has deleted, or would delete. */
export type Cleaned = CleanReport & { readonly summary: CleanSummary };

/** What the outside may ask of the engine. */
export interface EngineControl {
  status(): EngineStatus;
  /** Nothing becomes visible once it returns. Idempotent: `changed` is false if it was paused. */
  pause(): Promise<{ changed: boolean }>;
  /**
   * Returns once the baseline stands; `baselineActions` says what was published for it.
   * @throws {CleanUnfinished}
   */
  resume(): Promise<{ changed: boolean; baselineActions: readonly string[] }>;
  /**
   * Deletes the batches of a mode, or of both. Where the report has errors, asking again goes on with the rest.
   * @throws {PauseRequired} unless paused
   */
  clean(mode: Mode | null): Promise<Cleaned>;
  /**
   * What `clean` would delete as things stand, paused or not; it deletes nothing. A batch that is published between this and
   * the clean goes as well.
   */
  previewClean(mode: Mode | null): Promise<Cleaned>;
}

/** Clean was asked for while batches are being published. */
export class PauseRequired extends Error {
  constructor() {
    super('the generator must be paused before its data can be cleaned: POST /api/pause first');
    this.name = 'PauseRequired';
  }
}

/** A clean was begun and cannot be finished: nothing is published on top of what it has left. */
export class CleanUnfinished extends Error {
  constructor(errors: readonly string[]) {
    super(`a clean cannot be finished: ${errors.join('; ')}: mend that and ask again`);
    this.name = 'CleanUnfinished';
  }
}
