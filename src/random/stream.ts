import { createHash } from 'node:crypto';

const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;

/**
 * A reproducible sequence of random numbers: xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear
 * pseudorandom number generators", ACM TOMS 47:4, 2021). 32-bit integer arithmetic only, so every engine
 * and machine draws the same numbers. Period 2^128 − 1.
 */
export class Stream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** Starts from a 128-bit state of four words, of which at least one must not be 0. */
  constructor(a: number, b: number, c: number, d: number) {
    if ((a | b | c | d) === 0) throw new Error('a stream cannot start from the all-zero state');
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    this.#d = d | 0;
  }

  /** A uniform integer in `[0, 2^32)`. */
  u32(): number {
    const b = this.#b;
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const c = this.#c ^ this.#a;
    const d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    this.#c = c ^ (b << 9);
    this.#d = (d << 11) | (d >>> 21);
    return result;
  }

  /** A uniform number in `[0, 1)`, a multiple of 2^-53. */
  float(): number {
    const high = this.u32() >>> 5;
    return (high * 67108864 + (this.u32() >>> 6)) / TWO_53;
  }

  /**
   * A uniform integer in `[0, n)` for `1 ≤ n ≤ 2^53`, without bias: a draw from the uneven tail is drawn again.
   */
  below(n: number): number {
    if (!(n >= 1 && n <= TWO_53)) throw new Error(`no number is in [0, ${n})`);
    if (n <= TWO_32) {
      for (;;) {
        const x = this.u32();
        // The tail is shorter than n, so nearly always the first question answers the second, which costs a division.
        if (x + n <= TWO_32 || x < TWO_32 - (TWO_32 % n)) return x % n;
      }
    }
    const tail = TWO_53 - (TWO_53 % n);
    for (;;) {
      const x = (this.u32() >>> 11) * TWO_32 + this.u32();
      if (x < tail) return x % n;
    }
  }

  /** One of the items, all equally likely. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

/**
 * The stream of one purpose in one stripe of one batch. Random access: SHA-256 of the four names is the
 * state, so no stream depends on how far another was read, nor on the order in which stripes are made.
 *
 * @param seed the batch's seed, an integer in `[0, 2^53)`
 * @param purpose what the draws decide (`records`, `defects`, …); purposes never share a stream
 * @param stripe the stripe's index within the batch, from 0
 */
export function streamOf(seed: number, generator: string, purpose: string, stripe: number): Stream {
  const hash = createHash('sha256').update(`${seed}/${generator}/${purpose}/${stripe}`).digest();
  return new Stream(hash.readInt32LE(0), hash.readInt32LE(4), hash.readInt32LE(8), hash.readInt32LE(12));
}
