import fc from 'fast-check';
import { expect, test } from 'vitest';
import { streamOf } from '../../src/random/stream.ts';
import { countBins, misfitOfUniform } from './goodness_of_fit.ts';
import { stateOf, take, xoshiro } from './xoshiro.ts';

const SEEDS = [0, 1, 42, 43, 2 ** 32, 2 ** 32 + 1, 2 ** 48];
const GENERATORS = ['company', 'driver'];
const PURPOSES = ['records', 'count', 'defects'];
const STRIPES = [0, 1, 2, 10, 11, 255];

const NAMES = SEEDS.flatMap((seed) =>
  GENERATORS.flatMap((generator) =>
    PURPOSES.flatMap((purpose) => STRIPES.map((stripe) => ({ seed, generator, purpose, stripe }))),
  ),
);
type Name = (typeof NAMES)[number];
const open = (name: Name) => streamOf(name.seed, name.generator, name.purpose, name.stripe);

test('the state is the hash of the four names', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 }), fc.nat(2 ** 20), (seed, stripe) => {
      const reference = xoshiro(stateOf(`${seed}/driver/records/${stripe}`));
      expect(take(streamOf(seed, 'driver', 'records', stripe), 16)).toEqual(take(reference, 16));
    }),
    { numRuns: 50 },
  );
});

test('no two streams share a beginning, nor a word at the same place', () => {
  const beginnings = NAMES.map((name) => take(open(name), 8));
  expect(new Set(beginnings.map((words) => words.join())).size).toBe(NAMES.length);
  // 504 streams × 8 words: that two of 4032 random words are alike has a chance of 0.2 %.
  expect(new Set(beginnings.flat()).size).toBe(8 * NAMES.length);
});

test('a stream is the same however far the others were read, and in whatever order they are opened', () => {
  const alone = new Map(NAMES.map((name) => [name, take(open(name), 20).join()]));
  const opened = [...NAMES].reverse().map((name) => ({ name, stream: open(name), words: [] as number[] }));
  for (let round = 0; round < 20; round++) {
    for (const { stream, words } of opened) words.push(stream.u32());
  }
  for (const { name, words } of opened) expect(words.join()).toBe(alone.get(name)!);
});

for (const [what, openNth] of [
  ['seeds', (n: number) => streamOf(n, 'driver', 'records', 0)],
  ['stripes', (n: number) => streamOf(42, 'driver', 'records', n)],
] as const) {
  test(`the first words of consecutive ${what} are uniform, and so are their differences (χ², p = 0.001)`, () => {
    const firsts = Array.from({ length: 20_000 }, (_, n) => openNth(n).u32());
    const steps = firsts.slice(1).map((word, i) => (word - firsts[i]!) >>> 0);
    for (const words of [firsts, steps]) {
      expect(
        misfitOfUniform(
          countBins(
            words.map((w) => w >>> 24),
            256,
          ),
        ),
      ).toBeLessThan(1);
      expect(
        misfitOfUniform(
          countBins(
            words.map((w) => w & 255),
            256,
          ),
        ),
      ).toBeLessThan(1);
    }
  });
}
