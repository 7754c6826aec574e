import type { DefectKind } from '../defects/kinds.ts';

/** Counts of one kind of defect. */
export type KindScore = {
  readonly dirty: number;
  /** Of those, flagged, whatever it was called. */
  readonly caught: number;
  /** Flagged records that a verdict calls this kind, and how many of those are. */
  readonly named: number;
  readonly correct: number;
};

/** Cells are (record, field). */
export type CellScore = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Cells that verdicts name; a pipeline that names none is not graded by them. */
  readonly named: number;
};

/** What a pipeline caught of a batch, or of several, in counts alone: counts of batches add up. */
export type Score = {
  /** Records, dirty ones among them. */
  readonly total: number;
  readonly dirty: number;
  /** Dirty records that are flagged. */
  readonly truePositives: number;
  /** Clean records that are flagged, and records that the batch does not have. */
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** Flagged records that count neither way. */
  readonly neutral: number;
  /** Among the false positives: records that the batch does not have. */
  readonly unmatched: number;
  /** Verdicts that were left out, because it cannot be told which record they mean. */
  readonly ambiguous: number;
  readonly kinds: Readonly<Partial<Record<DefectKind, KindScore>>>;
  readonly cells: CellScore;
};

export const NOTHING: Score = {
  total: 0,
  dirty: 0,
  truePositives: 0,
  falsePositives: 0,
  falseNegatives: 0,
  neutral: 0,
  unmatched: 0,
  ambiguous: 0,
  kinds: {},
  cells: { truePositives: 0, falsePositives: 0, falseNegatives: 0, named: 0 },
};

/** The score of two sets of batches together. */
export function plus(a: Score, b: Score): Score {
  const kinds: Partial<Record<DefectKind, KindScore>> = { ...a.kinds };
  for (const [kind, score] of Object.entries(b.kinds) as [DefectKind, KindScore][]) {
    const other = kinds[kind];
    kinds[kind] = other === undefined ? score : sum(other, score);
  }
  const { kinds: _a, cells: cellsA, ...countsA } = a;
  const { kinds: _b, cells: cellsB, ...countsB } = b;
  return { ...sum(countsA, countsB), kinds, cells: sum(cellsA, cellsB) };
}

function sum<T extends Readonly<Record<string, number>>>(a: T, b: T): T {
  return Object.fromEntries(Object.entries(a).map(([name, count]) => [name, count + b[name]!])) as T;
}
