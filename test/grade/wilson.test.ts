import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilson } from '../../src/grade/wilson.ts';

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

const counts = fc
  .integer({ min: 1, max: 10_000_000 })
  .chain((trials) =>
    fc.tuple(fc.oneof(fc.nat(trials), fc.constant(0), fc.constant(trials)), fc.constant(trials)),
  );

describe('published intervals', () => {
  test.each([
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods",
    // Statistics in Medicine 17 (1998), 857–872, table I, method 3.
    { hits: 81, trials: 263, low: 0.2553, high: 0.3662 },
    { hits: 15, trials: 148, low: 0.0624, high: 0.1605 },
    { hits: 0, trials: 20, low: 0, high: 0.1611 },
    { hits: 1, trials: 29, low: 0.0061, high: 0.1718 },
    // At the ends the formula is z²/(n + z²) and n/(n + z²).
    { hits: 0, trials: 10, low: 0, high: 0.2775 },
    { hits: 10, trials: 10, low: 0.7225, high: 1 },
    { hits: 5, trials: 10, low: 0.2366, high: 0.7634 },
    { hits: 1, trials: 100, low: 0.0018, high: 0.0545 },
    { hits: 1, trials: 1, low: 0.2065, high: 1 },
  ])('$hits of $trials', ({ hits, trials, low, high }) => {
    expect(wilson(hits, trials)!.map((bound) => Number(bound.toFixed(4)))).toEqual([low, high]);
  });
});

test('there is none where nothing was tried', () => expect(wilson(0, 0)).toBeNull());

test('the share lies within, and both ends within 0 and 1', () => {
  fc.assert(
    fc.property(counts, ([hits, trials]) => {
      const [low, high] = wilson(hits, trials)!;
      expect([0, low, hits / trials, high, 1].every((each, i, all) => i === 0 || all[i - 1]! <= each)).toBe(
        true,
      );
      expect(high - low).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

test('an end is a share from which the one found is z standard errors away', () => {
  fc.assert(
    fc.property(counts, ([hits, trials]) => {
      const share = hits / trials;
      for (const end of wilson(hits, trials)!) {
        // (p̂ − p)² = z² p (1 − p) / n, which the interval is the solution of.
        expect(Math.abs((share - end) ** 2 - (Z * Z * end * (1 - end)) / trials)).toBeLessThan(1e-12);
      }
    }),
    { numRuns: 2000 },
  );
});

test('misses have the interval of hits, mirrored', () => {
  fc.assert(
    fc.property(counts, ([hits, trials]) => {
      const [low, high] = wilson(hits, trials)!;
      const [lowOfMisses, highOfMisses] = wilson(trials - hits, trials)!;
      expect(Math.abs(low + highOfMisses - 1)).toBeLessThan(1e-9);
      expect(Math.abs(high + lowOfMisses - 1)).toBeLessThan(1e-9);
    }),
    { numRuns: 1000 },
  );
});
