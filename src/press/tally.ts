import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { DefectKind } from '../defects/kinds.ts';
import type { Pressed } from './job.ts';

/** How many defects of each kind, in the order in which they were first met. */
export type Issues = Partial<Record<DefectKind, number>>;

/** Counts and hashes a batch's bytes as they go out, in order. */
export class Tally {
  readonly #hash = createHash('sha256');
  readonly #issues: Issues = {};
  lines = 0;
  corrupted = 0;
  bytes = 0;

  addBytes(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.bytes += bytes.length;
  }

  addIssues(kind: DefectKind, count: number): void {
    this.#issues[kind] = (this.#issues[kind] ?? 0) + count;
    this.corrupted += count;
  }

  /** What was made; `facts` are a company batch's, by stripe, and null for a driver batch. */
  result(facts: readonly Uint8Array[] | null): Pressed {
    return {
      recordCount: this.lines,
      corruptedCount: this.corrupted,
      issues: this.#issues,
      bytes: this.bytes,
      sha256: this.#hash.digest('hex'),
      facts: facts === null ? null : Buffer.concat(facts),
    };
  }
}
