import type { Pressed, StageJob } from './job.ts';

/** A staged batch, and how long it took. */
export type Staged = { readonly pressed: Pressed; readonly generationMs: number };

/** Stages batches; several may be asked for at a time, and done in any order. */
export interface Press {
  /** How many batches it makes at a time. */
  readonly workers: number;
  /** Resolves once the batch is durable in staging, see `StageJob`; rejects with the disk's error, its `code` kept. */
  stage(job: StageJob): Promise<Staged>;
  close(): void;
}
