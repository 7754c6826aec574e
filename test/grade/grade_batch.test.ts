import { describe, expect, test } from 'vitest';
import { gradeOf, verdictsOn } from './batches.ts';
import { batchByHand } from './by_hand.ts';

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
