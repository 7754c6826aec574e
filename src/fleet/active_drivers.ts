const EMPTY = 0xffffffff;
/** 2^32 divided by the golden ratio: spreads consecutive keys (Knuth, TAOCP 3, §6.4). */
const SPREAD = 0x9e3779b1;

/**
 * The drivers that move within a stripe, numbered 0, 1, 2, … in the order in which they are first named.
 * An open-addressing table over typed arrays: a stripe may have millions of drivers, of whom few move.
 */
export class ActiveDrivers {
  #table = new Uint32Array(0);
  #shift = 0;
  /** Number of drivers named so far. */
  count = 0;
  /** The index, within the stripe's drivers, of each; there may be more than 2^32 of those. */
  index = new Float64Array(0);

  /** Forgets all drivers and makes room for up to `most`. */
  clear(most: number): void {
    const bits = 32 - Math.clz32(Math.max(1, 2 * most - 1));
    if (this.#table.length !== 1 << bits) this.#table = new Uint32Array(1 << bits);
    this.#table.fill(EMPTY);
    this.#shift = 32 - bits;
    if (this.index.length < most) this.index = new Float64Array(most);
    this.count = 0;
  }

  /** The number of a driver, a new one if it was not named before. */
  numberOf(driver: number): number {
    const mask = this.#table.length - 1;
    let at = Math.imul(driver, SPREAD) >>> this.#shift;
    for (;;) {
      const number = this.#table[at]!;
      if (number === EMPTY) {
        this.#table[at] = this.count;
        this.index[this.count] = driver;
        return this.count++;
      }
      if (this.index[number] === driver) return number;
      at = (at + 1) & mask;
    }
  }
}
