import type { Generator } from '../plan/batch.ts';

export const ACTIONS = ['quarantine', 'drop', 'repair', 'flag'] as const;

/** What a pipeline says of a record of a batch: that something is wrong with it. */
export type Verdict = {
  readonly generator: Generator;
  readonly batch_id: string;
  /** 1-based, within the batch. Of the three ways to say which record, the first that is there counts. */
  readonly line?: number;
  /** SHA-256 of the line without its newline, in hex. */
  readonly raw_sha256?: string;
  /** The id that the record shows: its `event_id`, of a company its `company_id`. */
  readonly event_id?: string;
  /** What is wrong with it, as the table of defects calls it. */
  readonly kind?: string;
  /** Which field is wrong, `location.lat` style. */
  readonly field?: string;
  /** The pipeline's own name for the rule that found it. */
  readonly rule?: string;
  readonly action?: (typeof ACTIONS)[number];
  /** How many records of that hash or id are meant; 1 if it is not said. */
  readonly count?: number;
};
