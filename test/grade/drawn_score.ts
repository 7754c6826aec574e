import fc from 'fast-check';
import { DEFECT_KINDS, type DefectKind } from '../../src/defects/kinds.ts';
import type { KindScore, Score } from '../../src/grade/score.ts';

const count = fc.oneof(fc.constant(0), fc.nat(9), fc.nat(1_000_000));

const kindScore: fc.Arbitrary<KindScore> = fc
  .record({ correct: count, caughtMore: count, missed: count, misnamed: count })
  .map(({ correct, caughtMore, missed, misnamed }) => {
    const caught = correct + caughtMore;
    return { dirty: caught + missed, caught, named: correct + misnamed, correct };
  });

const kinds = fc
  .array(fc.tuple(fc.constantFrom(...DEFECT_KINDS.map(({ kind }) => kind)), kindScore), { maxLength: 8 })
  .map((drawn): Partial<Record<DefectKind, KindScore>> => Object.fromEntries(drawn));

/** A score as verdicts could get it: its records are those of its kinds. */
export const drawnScore: fc.Arbitrary<Score> = fc
  .record({
    kinds,
    clean: count,
    neutral: count,
    stray: count,
    ambiguous: count,
    hits: count,
    cells: count,
    misses: count,
  })
  .map(({ kinds, clean, neutral, stray, ambiguous, hits, cells, misses }) => {
    const all = Object.values(kinds);
    const dirty = all.reduce((sum, each) => sum + each.dirty, 0);
    const truePositives = all.reduce((sum, each) => sum + each.caught, 0);
    return {
      total: dirty + clean + neutral,
      dirty,
      truePositives,
      falsePositives: Math.floor(clean / 2) + stray,
      falseNegatives: dirty - truePositives,
      neutral,
      unmatched: stray,
      ambiguous,
      kinds,
      cells: { truePositives: hits, falsePositives: cells, falseNegatives: misses, named: hits + cells },
    };
  });
