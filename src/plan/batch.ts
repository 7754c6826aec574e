/** The two generators. On a shared boundary the company batch goes first. */
export const GENERATORS = ['company', 'driver'] as const;
export type Generator = (typeof GENERATORS)[number];

export const MODES = ['production', 'emulated'] as const;
export type Mode = (typeof MODES)[number];

/** `[startMs, endMs)`: epoch milliseconds, both multiples of the interval's length. */
export type Interval = { readonly startMs: number; readonly endMs: number };

/** Which batch: everything that decides its records, but for the settings of its run. */
export type BatchPlan = {
  readonly generator: Generator;
  /** 1, 2, 3, … within the dataset, without gaps. */
  readonly number: number;
  readonly mode: Mode;
  readonly interval: Interval;
  /** `config seed + (number − 1)`. */
  readonly seed: number;
  /** First and last company batch whose active companies drive in this batch; null where there is none. */
  readonly poolFrom: number | null;
  readonly poolTo: number | null;
};
