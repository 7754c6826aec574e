import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STRIPE_RECORDS, shareOf, stripesOf } from '../../src/fleet/stripes.ts';

const companies = () => fc.oneof(fc.nat(20), fc.nat(5_000_000));
const records = () => fc.oneof(fc.nat(200_000), fc.double({ min: 0, max: 2e7, noNaN: true }));

test('stripes cover the companies once, in order, none without a company', () => {
  fc.assert(
    fc.property(companies(), records(), (count, expected) => {
      const stripes = stripesOf(count, expected);
      let next = 0;
      for (const [i, { index, of, from, to }] of stripes.entries()) {
        expect([index, of, from]).toEqual([i, stripes.length, next]);
        if (count > 0) expect(to).toBeGreaterThan(from);
        next = to;
      }
      expect(next).toBe(count);
    }),
  );
});

test('stripes expect no more than their size, unless a company alone does', () => {
  fc.assert(
    fc.property(companies(), records(), (count, expected) => {
      const stripes = stripesOf(count, expected);
      expect(stripes.length).toBe(Math.max(1, Math.min(count, Math.ceil(expected / STRIPE_RECORDS))));
      const sizes = stripes.map(({ from, to }) => to - from);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the bounds of a stripe', () => {
  expect(stripesOf(100, STRIPE_RECORDS).length).toBe(1);
  expect(stripesOf(100, STRIPE_RECORDS + 0.5).length).toBe(2);
  expect(stripesOf(100, 0)).toEqual([{ index: 0, of: 1, from: 0, to: 100 }]);
  expect(stripesOf(0, 0)).toEqual([{ index: 0, of: 1, from: 0, to: 0 }]);
  expect(stripesOf(3, 1e9).map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

test('shares add up and differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(2 ** 40), (of, total) => {
      const stripes = Array.from({ length: of }, (_, index) => ({ index, of, from: 0, to: 0 }));
      const shares = stripes.map((stripe) => shareOf(stripe, total));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    }),
  );
});
