import type { KeyLine } from '../../../defects/answer_key.ts';

/** The API gives at most so many at once. */
const WINDOW = 1000;

/** A batch's defects from the one after the first `offset`, in line order. */
export type AskDefects = (offset: number, limit: number) => Promise<readonly KeyLine[]>;

/**
 * The defects on lines `from` to `to`, both included. The answer key is paged by defects, so this looks for the page on which
 * those lines are: where they would be if the defects were spread evenly, and if they are not there, by halves.
 *
 * @param counts of the batch
 */
export async function defectsBetween(
  from: number,
  to: number,
  counts: { readonly records: number; readonly defects: number },
  ask: AskDefects,
): Promise<KeyLine[]> {
  // The first defect that is wanted has an index in [low, high].
  let low = 0;
  let high = counts.defects;
  let guess = Math.floor((counts.defects * (from - 1)) / counts.records);
  while (low < counts.defects) {
    const offset = Math.max(low, Math.min(guess - WINDOW / 2, high - WINDOW));
    const found = await ask(offset, WINDOW);
    if (found.length === 0) return [];
    const first = found.findIndex(({ line }) => line >= from);
    if (first < 0) low = offset + found.length;
    else if (first === 0 && offset > low) high = offset;
    else return withTheRest(found.slice(first), offset + found.length, to, counts.defects, ask);
    guess = Math.floor((low + high) / 2);
  }
  return [];
}

/** Those up to line `to`; the next page has what `found` is too short for. */
async function withTheRest(
  found: readonly KeyLine[],
  offset: number,
  to: number,
  total: number,
  ask: AskDefects,
): Promise<KeyLine[]> {
  const isCut = found.at(-1)!.line < to && offset < total;
  const more = isCut ? await ask(offset, WINDOW) : [];
  return [...found, ...more].filter(({ line }) => line <= to);
}
