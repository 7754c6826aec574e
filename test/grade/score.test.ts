import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DefectKind } from '../../src/defects/kinds.ts';
import { NOTHING, plus } from '../../src/grade/score.ts';
import { ALL_KINDS } from '../differ/contract.ts';
import { drawnScore } from './drawn_score.ts';

test('scores add up in any order and any grouping, and nothing adds nothing', () => {
  fc.assert(
    fc.property(drawnScore, drawnScore, drawnScore, (a, b, c) => {
      expect(plus(a, b)).toEqual(plus(b, a));
      expect(plus(plus(a, b), c)).toEqual(plus(a, plus(b, c)));
      expect(plus(a, NOTHING)).toEqual(a);
      expect(plus(NOTHING, a)).toEqual(a);
    }),
    { numRuns: 500 },
  );
});

test('a sum has every count of both, and leaves both as they were', () => {
  fc.assert(
    fc.property(drawnScore, drawnScore, (a, b) => {
      const before = structuredClone([a, b]);
      const both = plus(a, b);
      expect([a, b]).toEqual(before);
      expect(Object.keys(both)).toEqual(Object.keys(NOTHING));
      expect(both.total).toBe(a.total + b.total);
      expect(both.ambiguous).toBe(a.ambiguous + b.ambiguous);
      expect(both.cells.named).toBe(a.cells.named + b.cells.named);
      for (const kind of ALL_KINDS as readonly DefectKind[]) {
        const [ofA, ofB] = [a.kinds[kind], b.kinds[kind]];
        expect(both.kinds[kind]?.caught).toBe(
          ofA || ofB ? (ofA?.caught ?? 0) + (ofB?.caught ?? 0) : undefined,
        );
      }
    }),
    { numRuns: 300 },
  );
});
