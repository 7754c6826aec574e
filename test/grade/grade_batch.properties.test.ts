import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plus, type Score } from '../../src/grade/score.ts';
import type { Verdict } from '../../src/grade/verdict.ts';
import { KINDS_OF } from '../differ/contract.ts';
import { recordOf } from '../differ/json_line.ts';
import { type Batch, batchAfter, gradeOf, smallBatches, withStrangeRepeats } from './batches.ts';
import { type Draft, draft, verdictOf } from './drawn_verdicts.ts';
import { oracleScore } from './oracle.ts';

const RUNS = 3000;
const FEWER_RUNS = 400;

/** A batch, verdicts on it, and the company records that are dirty. */
type Case = {
  readonly batch: Batch;
  readonly verdicts: readonly Verdict[];
  readonly isDirtyCompany: (companyId: string) => boolean;
  /** How a case that fails is told. */
  readonly [fc.toStringMethod]?: () => string;
};

/** @param narrow what becomes of every verdict before its batch is known */
function caseOf(batches: readonly Batch[], narrow = (draft: Draft): Draft => draft): fc.Arbitrary<Case> {
  return fc
    .record({
      batch: fc.constantFrom(...batches),
      drafts: fc.oneof(fc.array(draft, { maxLength: 4 }), fc.array(draft, { maxLength: 40, size: 'max' })),
      /** Which of the companies, one bit each. */
      companies: fc.oneof(fc.constant(0), fc.nat(15)),
    })
    .map(({ batch, drafts, companies }) => {
      const verdicts = drafts.map((each) => verdictOf(batch, narrow(each)));
      const known = [...new Set(batch.clean.map((line) => recordOf(`${line}`)!.company_id as string))];
      const dirty = known.filter((_, i) => (companies >> (i % 4)) & 1);
      const isDirtyCompany = (id: string) => dirty.includes(id);
      const told = `${batch.name}; dirty companies ${dirty}; ${JSON.stringify(verdicts, null, 1)}`;
      return { batch, verdicts, isDirtyCompany, [fc.toStringMethod]: () => told };
    });
}

function scoreOf({ batch, verdicts, isDirtyCompany }: Case): Score {
  return gradeOf(batch, verdicts, isDirtyCompany);
}

/** Kinds of which there is nothing to say are no difference. */
function plain({ kinds, ...score }: Score) {
  const told = Object.entries(kinds).filter(([, counts]) => Object.values(counts).some((n) => n !== 0));
  return { ...score, kinds: Object.fromEntries(told) };
}

/** A score without what verdicts call things. */
function unnamed({ cells: _, kinds, ...records }: Score) {
  const caught = Object.entries(kinds).filter(([, { caught }]) => caught > 0);
  return { ...records, caught: Object.fromEntries(caught.map(([kind, { caught }]) => [kind, caught])) };
}

for (const generator of ['driver', 'company'] as const) {
  const batches = smallBatches(generator);
  const strange = [...batches, ...batches.map(withStrangeRepeats)];

  describe(`verdicts on ${generator} batches`, () => {
    test('get the score that the contract gives them', () => {
      // How many scores had any of it, lest some day all of them are empty and agree.
      const had = new Map<string, number>();
      fc.assert(
        fc.property(caseOf(strange), (drawn) => {
          const score = scoreOf(drawn);
          expect(plain(score)).toEqual(plain(oracleScore(drawn.batch, drawn.verdicts, drawn.isDirtyCompany)));
          const { kinds, cells, ...records } = score;
          for (const [name, counts] of Object.entries({ ...kinds, cells, records })) {
            for (const [of, n] of Object.entries(counts)) {
              if (n > 0) had.set(`${name} ${of}`, (had.get(`${name} ${of}`) ?? 0) + 1);
            }
          }
        }),
        { numRuns: RUNS },
      );
      const expected = [
        ...['truePositives', 'falsePositives', 'falseNegatives', 'unmatched', 'ambiguous'].map(
          (of) => `records ${of}`,
        ),
        ...['truePositives', 'falsePositives', 'falseNegatives'].map((of) => `cells ${of}`),
        ...KINDS_OF[generator].flatMap((kind) => [`${kind} caught`, `${kind} named`, `${kind} correct`]),
      ];
      expect(expected.filter((each) => (had.get(each) ?? 0) < RUNS / 200)).toEqual([]);
      expect((had.get('records neutral') ?? 0) > RUNS / 10).toBe(generator === 'driver');
    });

    test('mean the same records in any order', () => {
      const shuffled = caseOf(strange).chain((drawn) =>
        fc.tuple(
          fc.constant(drawn),
          fc.shuffledSubarray([...drawn.verdicts], { minLength: drawn.verdicts.length }),
        ),
      );
      fc.assert(
        fc.property(shuffled, ([drawn, verdicts]) => {
          expect(unnamed(scoreOf({ ...drawn, verdicts }))).toEqual(unnamed(scoreOf(drawn)));
        }),
        { numRuns: FEWER_RUNS },
      );
    });

    test('mean the same when all are sent twice, but for those that mean one of several lines', () => {
      const all = caseOf(strange, (draft) => ({ ...draft, count: 50 }));
      fc.assert(
        fc.property(all, (drawn) => {
          const twice = scoreOf({ ...drawn, verdicts: [...drawn.verdicts, ...drawn.verdicts] });
          expect(twice).toEqual(scoreOf(drawn));
        }),
        { numRuns: FEWER_RUNS },
      );
    });

    test('lose no record and count none twice', () => {
      fc.assert(
        fc.property(caseOf(strange), (drawn) => {
          const score = scoreOf(drawn);
          const counts = Object.values(score.kinds);
          const sum = (of: 'dirty' | 'caught') => counts.reduce((sum, each) => sum + each[of], 0);
          expect(score.total).toBe(drawn.batch.dirty.length);
          expect(sum('dirty')).toBe(score.dirty);
          expect(sum('caught')).toBe(score.truePositives);
          expect(score.truePositives + score.falseNegatives).toBe(score.dirty);
          expect(score.unmatched).toBeLessThanOrEqual(score.falsePositives);
          expect(score.cells.truePositives + score.cells.falsePositives).toBe(score.cells.named);
          for (const { dirty, caught, named, correct } of counts) {
            expect(caught <= dirty && correct <= caught && correct <= named).toBe(true);
          }
        }),
        { numRuns: FEWER_RUNS },
      );
    });

    test('on two batches get what their sum gets on both as one', () => {
      const byLine = caseOf(batches, (draft) => ({ ...draft, by: 'line', isStray: false }));
      fc.assert(
        fc.property(byLine, byLine, (a, b) => {
          const companies = ({ batch }: Case) => batch.clean.map((line) => recordOf(`${line}`)!.company_id);
          fc.pre(companies(a).every((company) => !companies(b).includes(company)));
          const moved = b.verdicts.map(({ line, ...rest }) => ({
            ...rest,
            line: line! + a.batch.dirty.length,
          }));
          const both = {
            batch: batchAfter(a.batch, b.batch),
            verdicts: [...a.verdicts, ...moved],
            isDirtyCompany: (id: string) => a.isDirtyCompany(id) || b.isDirtyCompany(id),
          };
          expect(plain(scoreOf(both))).toEqual(plain(plus(scoreOf(a), scoreOf(b))));
        }),
        { numRuns: FEWER_RUNS },
      );
    });
  });
}

test('the oracle takes nothing from src but types', () => {
  const text = readFileSync(join(import.meta.dirname, 'oracle.ts'), 'utf8');
  const imports = [...text.matchAll(/^import (?<what>.*) from '\.\.\/\.\.\/src/gm)];
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(({ groups }) => !groups!.what!.startsWith('type '))).toEqual([]);
});
