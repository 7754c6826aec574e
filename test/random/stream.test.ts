import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '../../src/random/stream.ts';
import { countBins, misfitOfUniform } from './goodness_of_fit.ts';
import { take, xoshiro } from './xoshiro.ts';

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;
const word = () => fc.integer({ min: 0, max: TWO_32 - 1 });

/** A stream whose next words are known. */
function scripted(...words: number[]): Stream {
  return Object.assign(new Stream(1, 2, 3, 4), {
    u32() {
      const next = words.shift();
      if (next === undefined) throw new Error('the script is at its end');
      return next;
    },
  });
}

describe('u32', () => {
  test('gives the published vector', () => {
    // From state {1, 2, 3, 4}; rand_xoshiro tests the same ten words, made with the authors' C (v1.1).
    const vector = [
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ];
    expect(take(new Stream(1, 2, 3, 4), 10)).toEqual(vector);
  });

  test('gives what the reference algorithm gives, from any state', () => {
    fc.assert(
      fc.property(word(), word(), word(), word(), (a, b, c, d) => {
        fc.pre((a | b | c | d) !== 0);
        const reference = xoshiro([BigInt(a), BigInt(b), BigInt(c), BigInt(d)]);
        expect(take(new Stream(a, b, c, d), 100)).toEqual(take(reference, 100));
      }),
      { numRuns: 50 },
    );
  });

  test('stays with the reference for long', () => {
    const stream = new Stream(-1, 0, 0x7fffffff, 1);
    const reference = xoshiro([0xffffffffn, 0n, 0x7fffffffn, 1n]);
    for (let i = 0; i < 20_000; i++) {
      if (stream.u32() !== reference.next().value) throw new Error(`word ${i} differs`);
    }
  });

  test('never starts from the all-zero state, from which all words would be 0', () => {
    expect(() => new Stream(0, 0, 0, 0)).toThrow('all-zero');
    for (const stream of [
      new Stream(1, 0, 0, 0),
      new Stream(0, 1, 0, 0),
      new Stream(0, 0, 1, 0),
      new Stream(0, 0, 0, 1),
    ]) {
      expect(new Set(take(stream, 50)).size).toBeGreaterThan(20);
    }
  });
});

describe('float', () => {
  test('uses 53 bits and stays in [0, 1)', () => {
    expect(scripted(0, 0).float()).toBe(0);
    expect(scripted(0xffffffff, 0xffffffff).float()).toBe(1 - 2 ** -53);
    expect(scripted(0, 64).float()).toBe(2 ** -53);
    expect(scripted(1 << 5, 0).float()).toBe(2 ** -27);
    expect(scripted(0x80000000, 0).float()).toBe(0.5);
  });

  test('is uniform (χ², p = 0.001), in its high bits and in its low ones', () => {
    const stream = new Stream(1, 2, 3, 4);
    const drawn = Array.from({ length: 200_000 }, () => stream.float());
    expect(drawn.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(
      misfitOfUniform(
        countBins(
          drawn.map((x) => Math.floor(x * 1000)),
          1000,
        ),
      ),
    ).toBeLessThan(1);
    expect(
      misfitOfUniform(
        countBins(
          drawn.map((x) => (x * TWO_53) % 64),
          64,
        ),
      ),
    ).toBeLessThan(1);
  });
});

describe('below', () => {
  test('draws again from the uneven tail', () => {
    expect(scripted(0xffffffff, 5).below(3)).toBe(2);
    expect(scripted(0xfffffffe).below(3)).toBe(2);
    // 2^53 mod 3·2^51 is 2^51: the highest quarter of the 53-bit words is refused.
    const n = 3 * 2 ** 51;
    expect(scripted(0xffffffff, 0xffffffff, 0, 7).below(n)).toBe(7);
    expect(scripted(0xbfffffff, 0xffffffff).below(n)).toBe(n - 1);
  });

  test('takes a single word up to 2^32 and uses all 53 bits above', () => {
    expect(scripted(0xffffffff).below(TWO_32)).toBe(0xffffffff);
    expect(scripted(1 << 11, 5).below(TWO_32 + 1)).toBe(TWO_32 + 5 - (TWO_32 + 1));
    expect(scripted(0xffffffff, 0xffffffff).below(TWO_53)).toBe(TWO_53 - 1);
    expect(scripted(0x12345678).below(1)).toBe(0);
  });

  // 3 · 2^30 and 3 · 2^51 leave a tail as large as a third of the range: without rejection one bin doubles.
  for (const [n, bins] of [
    [2, 2],
    [3, 3],
    [10, 10],
    [1000, 1000],
    [3 * 2 ** 30, 3],
    [TWO_32, 16],
    [TWO_32 + 1, 16],
    [3 * 2 ** 40, 12],
    [3 * 2 ** 51, 12],
    [TWO_53, 16],
  ] as const) {
    test(`${n} is unbiased (χ² over ${bins} bins, p = 0.001)`, () => {
      const stream = new Stream(n % TWO_32, 2, 3, 4);
      const drawn = Array.from({ length: 60_000 }, () => stream.below(n));
      expect(drawn.every((x) => Number.isInteger(x) && x >= 0 && x < n)).toBe(true);
      const binned = drawn.map((x) => Math.floor(x / (n / bins)));
      expect(misfitOfUniform(countBins(binned, bins))).toBeLessThan(1);
    });
  }

  test('picks every item as often', () => {
    const stream = new Stream(4, 3, 2, 1);
    const items = ['a', 'b', 'c', 'd', 'e'];
    const drawn = Array.from({ length: 20_000 }, () => items.indexOf(stream.pick(items)));
    expect(misfitOfUniform(countBins(drawn, items.length))).toBeLessThan(1);
  });
});
