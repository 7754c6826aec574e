import { DEFECT_KINDS, type DefectKind } from '../../../src/defects/kinds.ts';
import type { Verdict } from '../verdict.ts';
import type { KeyedBatch } from './sample.ts';

/** Of one kind: lines with it, those that were flagged, and those whose first verdict names it. */
export type KindScore = { dirty: number; caught: number; named: number };

/** What verdicts are worth, in lines. */
export type Scores = {
  lines: number;
  dirty: number;
  flagged: number;
  /** Clean lines that were flagged. */
  falseAlarms: number;
  /** Those of them that are in doubt: their driver has a dirty event in the batch. */
  doubtful: number;
  readonly kinds: Record<DefectKind, KindScore>;
};

export function noScores(): Scores {
  const kinds = DEFECT_KINDS.map(({ kind }) => [kind, { dirty: 0, caught: 0, named: 0 }]);
  return {
    lines: 0,
    dirty: 0,
    flagged: 0,
    falseAlarms: 0,
    doubtful: 0,
    kinds: Object.fromEntries(kinds),
  };
}

/** Adds one batch to the scores. */
export function score(scores: Scores, { key, clean }: KeyedBatch, verdicts: readonly Verdict[]): void {
  const firstOn = new Map<number, Verdict>();
  for (const verdict of verdicts) if (!firstOn.has(verdict.line)) firstOn.set(verdict.line, verdict);
  const driverOn = (line: number) => clean[line - 1]?.driver_id;
  const dirtyDrivers = new Set([...key.keys()].map(driverOn));

  scores.lines += clean.length;
  scores.dirty += key.size;
  scores.flagged += firstOn.size;
  for (const [line, kind] of key) {
    const verdict = firstOn.get(line);
    const kindScore = scores.kinds[kind];
    kindScore.dirty += 1;
    if (verdict !== undefined) kindScore.caught += 1;
    if (verdict?.kind === kind) kindScore.named += 1;
  }
  for (const line of firstOn.keys()) {
    if (key.has(line)) continue;
    scores.falseAlarms += 1;
    const driver = driverOn(line);
    if (driver !== undefined && dirtyDrivers.has(driver)) scores.doubtful += 1;
  }
}

/** Flagged lines that are dirty, of those that are flagged; 1 if none is. */
export function precisionOf({ flagged, falseAlarms }: Scores): number {
  return flagged === 0 ? 1 : (flagged - falseAlarms) / flagged;
}

/** Lines of one or several kinds that were flagged, of those there are; NaN if there are none. */
export function recallOf(scores: readonly KindScore[]): number {
  const sum = (of: (score: KindScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  return sum(({ caught }) => caught) / sum(({ dirty }) => dirty);
}
