import { describe, expect, test } from 'vitest';
import type { Score } from '../../src/grade/score.ts';
import type { Verdict } from '../../src/grade/verdict.ts';
import { type Batch, gradeOf, verdictsOn } from './batches.ts';
import { batchByHand } from './by_hand.ts';
import { oracleScore } from './oracle.ts';

type Said = Omit<Verdict, 'generator' | 'batch_id'>;

/** What verdicts on a batch come to, on records alone: the oracle says the same. */
function counts(batch: Batch, ...said: readonly Said[]) {
  const verdicts = verdictsOn(batch, ...said);
  const score = recordsOf(gradeOf(batch, verdicts));
  expect(score).toEqual(recordsOf(oracleScore(batch, verdicts, () => false)));
  return score;
}

function recordsOf({ truePositives, falsePositives, falseNegatives, neutral, unmatched, ambiguous }: Score) {
  return {
    right: truePositives,
    wrong: falsePositives,
    missed: falseNegatives,
    ...(neutral > 0 && { neutral }),
    ...(unmatched > 0 && { unmatched }),
    ...(ambiguous > 0 && { ambiguous }),
  };
}

describe('a record that the batch does not have', () => {
  const batch = batchByHand({}, { nullIn: 'location' }, {});
  const nowhere = { right: 0, wrong: 1, missed: 1, unmatched: 1 };

  test.each([0, -1, 1.5, 4, 2 ** 53, Number.NaN])('is one on line %d', (line) => {
    expect(counts(batch, { line })).toEqual(nowhere);
  });

  test('has another hash, another id or none', () => {
    expect(counts(batch, { raw_sha256: '0'.repeat(64) })).toEqual(nowhere);
    expect(counts(batch, { event_id: 'nobody' })).toEqual(nowhere);
    expect(counts(batch, {})).toEqual(nowhere);
    expect(counts(batch, { event_id: 'nobody', count: 3 })).toEqual({ ...nowhere, wrong: 3, unmatched: 3 });
  });

  test('is no line without an id', () => {
    const anonymous = batchByHand({ nullIn: 'event_id' }, {});
    expect(counts(anonymous, {}, { event_id: '' })).toEqual({ right: 0, wrong: 2, missed: 1, unmatched: 2 });
  });

  test('is one, however many verdicts are on it', () => {
    for (const by of [{ line: 9 }, { raw_sha256: '0'.repeat(64) }, { event_id: 'nobody' }]) {
      expect(counts(batch, by, by, { ...by, rule: 'keys' })).toEqual(nowhere);
      expect(counts(batch, by, { line: 10 })).toEqual({ ...nowhere, wrong: 2, unmatched: 2 });
    }
    const some = { event_id: 'nobody', count: 3 };
    expect(counts(batch, { ...some, count: 2 }, some, { ...some, count: 1 }).unmatched).toBe(3);
  });

  test('is flagged for nothing by every name and field that verdicts give it', () => {
    const { kinds, cells } = gradeOf(
      batch,
      verdictsOn(
        batch,
        { event_id: 'nobody', count: 3, kind: 'null_value', field: 'location' },
        { event_id: 'nobody', count: 2, kind: 'null_value', field: 'event_id' },
        { line: 7, kind: 'torn_line' },
      ),
    );
    expect(kinds).toEqual({
      null_value: { dirty: 1, caught: 0, named: 3, correct: 0 },
      torn_line: { dirty: 0, caught: 0, named: 1, correct: 0 },
    });
    expect(cells).toEqual({ truePositives: 0, falsePositives: 5, falseNegatives: 1, named: 5 });
  });
});

describe('kinds', () => {
  const batch = batchByHand({ nullIn: 'location' }, {});

  test('are right or wrong by name; a record may be called several', () => {
    const verdicts = verdictsOn(batch, { line: 1, kind: 'null_value' }, { line: 1, kind: 'missing_field' });
    expect(gradeOf(batch, verdicts).kinds).toEqual({
      null_value: { dirty: 1, caught: 1, named: 1, correct: 1 },
      missing_field: { dirty: 0, caught: 0, named: 1, correct: 0 },
    });
  });

  test.each(['bad_row', '', 'constructor', '__proto__', 'toString'])(
    'that the table lacks are none: %j',
    (kind) => {
      const score = gradeOf(
        batch,
        verdictsOn(batch, { line: 1, kind }, { line: 2, kind }, { line: 9, kind }),
      );
      expect(Object.entries(score.kinds)).toEqual([
        ['null_value', { dirty: 1, caught: 1, named: 0, correct: 0 }],
      ]);
    },
  );
});
