import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawEventCount, expectedEvents } from '../../src/fleet/event_count.ts';
import type { EventCount, Sizing } from '../../src/fleet/sizing.ts';
import { stripesOf } from '../../src/fleet/stripes.ts';
import { EMULATED, QUARTER_MS, sizingOf, wholeStripe } from '../press/jobs.ts';
import { countBins, misfit, misfitOfUniform, poissonErrors, poissonPmf } from '../random/goodness_of_fit.ts';

/** The counts of the stripes of a batch. */
function countsOf(seed: number, companies: number, intervalMs: number, sizing: Sizing): number[] {
  const stripes = stripesOf(companies, expectedEvents(companies, intervalMs, sizing));
  return stripes.map((stripe) => drawEventCount(seed, stripe, intervalMs, sizing));
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** The counts of batches 1 … `batches` of a dataset whose seed is 42. */
function batchesOf(batches: number, companies: number, intervalMs: number, sizing: Sizing): number[] {
  return Array.from({ length: batches }, (_, n) => sum(countsOf(42 + n, companies, intervalMs, sizing)));
}

describe('the mean', () => {
  test('is companies × drivers × rate × interval / 15 min', () => {
    expect(expectedEvents(95, QUARTER_MS, sizingOf())).toBe(3325);
    expect(expectedEvents(95, 2 * QUARTER_MS, sizingOf())).toBe(6650);
    expect(expectedEvents(1, 1000, sizingOf({ driversPerCompany: 9 }))).toBe(0.035);
    const rate: EventCount = { kind: 'poisson', ratePerDriver: 0.5 };
    expect(expectedEvents(10, QUARTER_MS, sizingOf({ driversPerCompany: 3, eventCount: rate }))).toBe(15);
  });

  test('is the middle of the bounds in emulated mode, whoever drives', () => {
    const sizing = sizingOf({ eventCount: EMULATED });
    expect(expectedEvents(1, 10_000, sizing)).toBe(12.5);
    expect(expectedEvents(5000, 10_000, sizing)).toBe(12.5);
  });

  test('is 0 where nobody may drive', () => {
    expect(expectedEvents(0, QUARTER_MS, sizingOf())).toBe(0);
    expect(expectedEvents(0, QUARTER_MS, sizingOf({ eventCount: EMULATED }))).toBe(0);
  });
});

describe('production', () => {
  for (const [companies, intervalMs, batches] of [
    [1, 10_000, 20_000],
    [1, QUARTER_MS, 20_000],
    [95, QUARTER_MS, 20_000],
    // 4 stripes: their counts add up to a Poisson count only if they are independent.
    [6000, QUARTER_MS, 5000],
  ] as const) {
    const lambda = expectedEvents(companies, intervalMs, sizingOf());
    test(`batches with mean ${lambda} have a Poisson mean and variance, within 4 standard errors`, () => {
      const { ofMean, ofVariance } = poissonErrors(
        batchesOf(batches, companies, intervalMs, sizingOf()),
        lambda,
      );
      expect(ofMean).toBeLessThan(4);
      expect(ofVariance).toBeLessThan(4);
    });
  }

  test('batches of 35 expected events are Poisson (χ² against the exact pmf, p = 0.001)', () => {
    const counts = batchesOf(20_000, 1, QUARTER_MS, sizingOf());
    const expected = poissonPmf(35, 100).map((p) => 20_000 * p);
    expect(misfit(countBins(counts, 101), expected)).toBeLessThan(1);
  });

  test('stripes of a batch have counts of their own', () => {
    const counts = countsOf(42, 60_000, QUARTER_MS, sizingOf());
    expect(counts.length).toBe(33);
    expect(new Set(counts).size).toBeGreaterThan(25);
  });
});

describe('emulated', () => {
  test('counts are uniform from the least to the most, both of which occur (χ², p = 0.001)', () => {
    const counts = batchesOf(16_000, 9, 10_000, sizingOf({ eventCount: EMULATED }));
    expect(Math.min(...counts)).toBe(5);
    expect(Math.max(...counts)).toBe(20);
    expect(
      misfitOfUniform(
        countBins(
          counts.map((count) => count - 5),
          16,
        ),
      ),
    ).toBeLessThan(1);
  });

  test('equal bounds leave no choice', () => {
    const sizing = sizingOf({ eventCount: { kind: 'uniform', min: 7, max: 7 } });
    expect(new Set(batchesOf(100, 9, 10_000, sizing))).toEqual(new Set([7]));
  });

  test('the count of a batch does not depend on how many may drive, nor on its stripes', () => {
    const eventCount: EventCount = { kind: 'uniform', min: 100_000, max: 300_000 };
    const sizing = sizingOf({ eventCount });
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 50 }), (seed, companies) => {
        const counts = countsOf(seed, companies, 10_000, sizing);
        const total = sum(counts);
        expect(counts.length).toBe(Math.min(companies, 4));
        expect(total).toBe(drawEventCount(seed, wholeStripe(1), 10_000, sizing));
        expect(total).toBeGreaterThanOrEqual(100_000);
        expect(total).toBeLessThanOrEqual(300_000);
        // DESIGN §3, word for word.
        expect(counts).toEqual(
          counts.map((_, i) => {
            const share = (stripe: number) => Math.floor((stripe * total) / counts.length);
            return share(i + 1) - share(i);
          }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

test('where nobody may drive nothing happens', () => {
  for (const eventCount of [EMULATED, { kind: 'poisson', ratePerDriver: 1000 } as const]) {
    expect(countsOf(42, 0, QUARTER_MS, sizingOf({ eventCount }))).toEqual([0]);
  }
});
