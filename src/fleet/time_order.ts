const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

type Pairs = { readonly offsets: Uint32Array; readonly drivers: Uint32Array };

/**
 * Sorts `(offset, driver)` pairs by offset, in place and stably: a radix sort by least significant digit,
 * whose cost grows with the number of pairs alone. Keeps its scratch memory from one call to the next.
 */
export class TimeOrder {
  readonly #starts = new Uint32Array(DIGITS);
  #offsets = new Uint32Array(0);
  #drivers = new Uint32Array(0);

  /** Sorts the first `count` pairs; every offset is in `[0, limit)`. */
  sort(offsets: Uint32Array, drivers: Uint32Array, count: number, limit: number): void {
    if (this.#offsets.length < count) {
      this.#offsets = new Uint32Array(offsets.length);
      this.#drivers = new Uint32Array(drivers.length);
    }
    let from: Pairs = { offsets, drivers };
    let to: Pairs = { offsets: this.#offsets, drivers: this.#drivers };
    for (let shift = 0; shift < 32 && (limit - 1) >>> shift > 0; shift += DIGIT_BITS) {
      this.#pass(from, to, count, shift);
      [from, to] = [to, from];
    }
    if (from.offsets !== offsets) {
      offsets.set(from.offsets.subarray(0, count));
      drivers.set(from.drivers.subarray(0, count));
    }
  }

  /** Places the pairs in the order of one digit. */
  #pass({ offsets, drivers }: Pairs, to: Pairs, count: number, shift: number): void {
    const starts = this.#starts.fill(0);
    const mask = DIGITS - 1;
    for (let i = 0; i < count; i++) starts[(offsets[i]! >>> shift) & mask]! += 1;
    let start = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const size = starts[digit]!;
      starts[digit] = start;
      start += size;
    }
    for (let i = 0; i < count; i++) {
      const digit = (offsets[i]! >>> shift) & mask;
      const at = starts[digit]!;
      starts[digit] = at + 1;
      to.offsets[at] = offsets[i]!;
      to.drivers[at] = drivers[i]!;
    }
  }
}
