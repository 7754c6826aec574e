const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

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
    for (let shift = 0; shift < 32 && (limit - 1) >>> shift > 0; shift += DIGIT_BITS) {
      this.#pass(offsets, drivers, count, shift);
      offsets.set(this.#offsets.subarray(0, count));
      drivers.set(this.#drivers.subarray(0, count));
    }
  }

  /** Places the pairs in scratch, in the order of one digit. */
  #pass(offsets: Uint32Array, drivers: Uint32Array, count: number, shift: number): void {
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
      const to = starts[digit]!;
      starts[digit] = to + 1;
      this.#offsets[to] = offsets[i]!;
      this.#drivers[to] = drivers[i]!;
    }
  }
}
