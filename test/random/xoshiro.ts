import { createHash } from 'node:crypto';

const MASK = 0xffffffffn;
const rotl = (x: bigint, k: bigint) => ((x << k) | (x >> (32n - k))) & MASK;

/** The words of xoshiro128** 1.1, after the authors' C (prng.di.unimi.it/xoshiro128starstar.c) line by line. */
export function* xoshiro(state: readonly [bigint, bigint, bigint, bigint]): Generator<number, never> {
  const s = [...state];
  for (;;) {
    const result = (rotl((s[1]! * 5n) & MASK, 7n) * 9n) & MASK;
    const t = (s[1]! << 9n) & MASK;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotl(s[3]!, 11n);
    yield Number(result);
  }
}

/** The state that DESIGN §3 gives a stream: the first 128 bits of a hash of its names. */
export function stateOf(name: string): [bigint, bigint, bigint, bigint] {
  const hash = createHash('sha256').update(name).digest();
  const word = (i: number) => BigInt(hash.readUInt32LE(4 * i));
  return [word(0), word(1), word(2), word(3)];
}

/** The next `count` words of anything that gives words. */
export function take(words: { u32(): number } | Iterator<number>, count: number): number[] {
  return Array.from({ length: count }, () => ('u32' in words ? words.u32() : words.next().value));
}
