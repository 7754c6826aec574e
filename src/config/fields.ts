import * as v from 'valibot';
import { DURATION_PATTERN, formatDuration, parseDuration, suggestDuration } from './duration.ts';

/** A field has one problem at a time: a fraction below the minimum is first of all no whole number. */
const ONE_PROBLEM = { abortPipeEarly: true } as const;

/** An integer in `[min, max]`. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  v.config(v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max)), ONE_PROBLEM);

/** A number in `[0, 1]`. */
export const share = () => v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Any finite number ≥ 0. */
export const weight = () => v.config(v.pipe(v.number(), v.finite(), v.minValue(0)), ONE_PROBLEM);

/** Any finite number > 0. */
export const positive = () => v.config(v.pipe(v.number(), v.finite(), v.gtValue(0)), ONE_PROBLEM);

/** The longest interval of a mode, in ms and as messages say it. */
export type Longest = { readonly ms: number; readonly words: string };

/**
 * An ISO 8601 duration, whole seconds from 1 s to `longest`, read into ms. `label` begins its messages, `prose` its description.
 */
export const interval = (label: string, longest: Longest, prose: string) =>
  v.pipe(
    v.string((issue) => invalidDuration(issue.received)),
    v.metadata({
      description: `${prose}: ISO 8601, whole seconds, PT1S to ${formatDuration(longest.ms)}.`,
      pattern: DURATION_PATTERN.source,
      // JSON Schema has no word for it; the tables of the docs say it.
      'x-range': `PT1S to ${formatDuration(longest.ms)}`,
    }),
    v.rawTransform(({ dataset: { value: written }, addIssue, NEVER }) => {
      const ms = parseDuration(written);
      if (ms === null) addIssue({ message: invalidDuration(written) });
      else if (ms < 1000) addIssue({ message: `${label} must be >= 1 second, got ${written}` });
      else if (ms > longest.ms) addIssue({ message: `${label} must be <= ${longest.words}, got ${written}` });
      else if (ms % 1000 !== 0) addIssue({ message: `${label} must be whole seconds, got ${written}` });
      else return ms;
      return NEVER;
    }),
  );

function invalidDuration(written: string): string {
  const guess = suggestDuration(written);
  const wayOut = guess === null ? 'write it like PT10S, PT15M or P1DT12H' : `did you mean ${guess}?`;
  return `Invalid ISO 8601 duration: ${written} (${wayOut})`;
}
