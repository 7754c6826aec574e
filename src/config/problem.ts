import type * as v from 'valibot';

/** One thing that is wrong with the config. */
export type Problem = {
  /** The field, with dots (`emulated_mode.enabled`), or the file where it is no field's. */
  readonly path: string;
  /** A sentence that holds what was written. */
  readonly message: string;
  /** The value, key or line as it was written. */
  readonly written: string;
};

/** The problem as the one line that the user sees. */
export function problemLine({ path, message }: Problem): string {
  return `ERROR Config validation failed: ${message} (${path})`.replaceAll(/[\r\n]+/g, ' ');
}

/** A value as it was written. Mappings and lists are named, not shown: they may be long, or contain themselves. */
export function written(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : String(value);
}

const DEMANDS: Readonly<Record<string, (requirement: unknown, expected: string | null) => string>> = {
  number: () => 'a number',
  integer: () => 'a whole number',
  finite: () => 'finite',
  boolean: () => 'true or false',
  picklist: (_, expected) => String(expected).replaceAll(/[()]/g, '').replaceAll(' | ', ' or '),
  min_value: (bound) => `>= ${bound}`,
  gt_value: (bound) => `> ${bound}`,
  max_value: (bound) => `<= ${bound}`,
};

/** What a schema's issue says: by its kind where that is a plain demand on one value, else its own message. */
export function problemOf(issue: v.BaseIssue<unknown>): Problem {
  const keys = (issue.path ?? []).map(({ key }) => String(key));
  const value = issue.path?.at(-1)?.value;
  const demand = DEMANDS[issue.type]?.(issue.requirement, issue.expected);
  // Quotes tell the text "10" from the number 10.
  const got = typeof value === 'string' ? JSON.stringify(value) : written(value);
  return {
    path: keys.join('.'),
    message: demand === undefined ? issue.message : `${keys.at(-1)} must be ${demand}, got ${got}`,
    written: written(value),
  };
}
