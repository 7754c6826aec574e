/**
 * One row of the table: `name` is what was measured, `unit` also says when more than one thing is in the value ("M events/s per core").
 * A value that could not be taken is `null`, with the reason in `unit`.
 */
export type Figure = {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  /** What DESIGN §11 asks of the value, in the same unit: `< 1`, `≤ 64`, `≥ 0.9`, `> 3`; text after the number is free. */
  readonly goal?: string;
  /** Hex sha256 of what was made: of the same size, the same on every machine. */
  readonly hash?: string;
};

/** How much of everything: of the tests (a moment), of `--quick` (all sections in about a minute), of the whole run. */
export type Scale = 'tiny' | 'quick' | 'full';

/** The numbers that size a section; on the command line each is an option of the same name. */
export type Size = Readonly<Record<string, number>>;

/** A subject of the bench. Nothing happens before `measure`, and what it needs on disk is gone after it. */
export type Section<S extends Size = Size> = {
  readonly name: string;
  /** Roughly how long it takes, in seconds: told before the run. */
  readonly seconds: Readonly<Record<'quick' | 'full', number>>;
  readonly sizes: Readonly<Record<Scale, S>>;
  /** @throws Error when it cannot be measured here; the message becomes the section's row. */
  measure(size: S): Promise<readonly Figure[]>;
};
