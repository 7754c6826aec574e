import type { Generator } from '../../plan/batch.ts';
import type { Verdict } from '../verdict.ts';

/**
 * A record that a pipeline turned away, as far as its output tells which. Where it holds both a `raw_sha256` and an
 * `event_id`, the hash means a line as published; a row that the pipeline wrote anew has another, and its id counts. A verdict
 * with `count` 0 and no record says that the pipeline rejected nothing of that batch.
 */
export type Rejected = Partial<Omit<Verdict, 'generator' | 'batch_id'>> & {
  readonly generator?: Generator;
  readonly batch_id?: string;
};

/** A rule, and how many rows failed it of how many; null where that is not told. */
export type CountOnly = {
  readonly rule: string;
  readonly column: string | null;
  readonly unexpected: number;
  readonly total: number | null;
};

/** What a file tells of the records that a pipeline rejected. */
export type Rejects = {
  readonly format: 'verdicts' | 'json_lines' | 'dqx' | 'great_expectations' | 'dbt';
  readonly rejected: readonly Rejected[];
  /** Rules of which the input tells how many rows failed and not which. */
  readonly counts: readonly CountOnly[];
  /** What the input cannot prove, a sentence each, for people. */
  readonly notes: readonly string[];
};
