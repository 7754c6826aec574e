import type { Pressed, PressJob } from './job.ts';

/** A staged batch, and how long it took. */
export type Staged = { readonly pressed: Pressed; readonly generationMs: number };

/** Stages batches; several may be asked for at a time, and done in any order. */
export interface Press {
  /** Resolves once the batch is durable in staging; rejects with the disk's error, its `code` kept. */
  stage(job: PressJob): Promise<Staged>;
  close(): void;
}
