import type { CountOnly } from '../grade/inputs/rejects.ts';
import type { Score } from '../grade/score.ts';

/** How many dirty records were caught, at least and at most. */
export type Bounds = { readonly dirty: number; readonly least: number; readonly most: number };

/**
 * What counts without records can prove. Rules may fail on the same rows, so the rows that failed are at least those of the
 * largest count and at most all of them together; at most the clean rows among them are wrong.
 *
 * @param score of the records that are named besides, if any
 */
export function boundsOf(
  counts: readonly CountOnly[],
  { total, dirty, truePositives }: Pick<Score, 'total' | 'dirty' | 'truePositives'>,
): Bounds {
  const largest = Math.max(...counts.map(({ unexpected }) => unexpected));
  const together = counts.reduce((sum, { unexpected }) => sum + unexpected, 0);
  return {
    dirty,
    least: Math.max(truePositives, largest - (total - dirty)),
    most: Math.min(dirty, truePositives + together),
  };
}

/** Bounds as people read them. */
export function boundsLine({ dirty, least, most }: Bounds): string {
  const share = (part: number) => `${((100 * part) / Math.max(1, dirty)).toFixed(1)} %`;
  return (
    `With what is only counted, ${least} to ${most} of ${dirty} dirty records were caught: recall ${share(least)} to ` +
    `${share(most)}. Precision cannot be told, because counts do not say which rows failed`
  );
}
