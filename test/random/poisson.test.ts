import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { poisson } from '../../src/random/poisson.ts';
import { streamOf } from '../../src/random/stream.ts';
import { misfit, poissonErrors, poissonPmf } from './goodness_of_fit.ts';

const DRAWS = 100_000;
/** Seeds are fixed, so what fits once fits for ever; 4 standard errors leave room for 1 seed in 16,000. */
const STANDARD_ERRORS = 4;

function draw(mean: number, count = DRAWS): number[] {
  const stream = streamOf(42, 'driver', 'count', Math.round(100 * mean));
  return Array.from({ length: count }, () => poisson(stream, mean));
}

describe('mean and variance are those of the distribution', () => {
  for (const mean of [0.01, 0.5, 5, 9.99, 10, 30, 1000, 65_536, 5_000_000]) {
    test(`at ${mean}, within ${STANDARD_ERRORS} standard errors`, () => {
      const drawn = draw(mean);
      expect(drawn.every((k) => Number.isSafeInteger(k) && k >= 0)).toBe(true);
      const { ofMean, ofVariance } = poissonErrors(drawn, mean);
      expect(ofMean).toBeLessThan(STANDARD_ERRORS);
      expect(ofVariance).toBeLessThan(STANDARD_ERRORS);
    });
  }
});

describe('every value has its probability', () => {
  for (const mean of [0.5, 3.5, 9.99, 10, 11.5, 40, 300]) {
    test(`at ${mean} (χ² against the exact pmf, p = 0.001)`, () => {
      const count = 10 * DRAWS;
      const most = Math.ceil(mean + 10 * Math.sqrt(mean) + 10);
      const observed = new Array<number>(most + 1).fill(0);
      for (const k of draw(mean, count)) observed[Math.min(k, most)]! += 1;
      const expected = poissonPmf(mean, most).map((p) => p * count);
      expect(misfit(observed, expected)).toBeLessThan(1);
    });
  }
});

test('a mean of 0 gives 0 and reads nothing', () => {
  const stream = streamOf(42, 'driver', 'count', 0);
  expect(poisson(stream, 0)).toBe(0);
  expect(stream.u32()).toBe(streamOf(42, 'driver', 'count', 0).u32());
});

test('comes to an end at the last float below 1', () => {
  for (const mean of [0.001, 1, 9.999]) {
    const stream = Object.assign(streamOf(42, 'driver', 'count', 0), { float: () => 1 - 2 ** -53 });
    const k = poisson(stream, mean);
    expect(k).toBeGreaterThan(mean);
    expect(k).toBeLessThan(mean + 1000);
  }
});

// Some of the constants can be a little off and no statistic would tell: these draws may change only with the version.
test('the draws are frozen', () => {
  const hash = createHash('sha256');
  for (const mean of [3.5, 12, 40, 1000, 65_536]) hash.update(draw(mean).join());
  expect(hash.digest('hex')).toBe('deda8a8e523ca79c040135c7e8237a67b8c021cc2e3d83b3bd9446939675ad7b');
});
