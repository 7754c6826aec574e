/** Which lines of a stripe show their own clean ids; only those that do not are kept. */
export class OwnIds {
  /** Ascending. */
  readonly #hidden: number[] = [];

  clear(): void {
    this.#hidden.length = 0;
  }

  /** The line, after all that were hidden before it, no longer shows its own id. */
  hide(line: number): void {
    this.#hidden.push(line);
  }

  /** How many of the lines before `line`, which none that is hidden comes after, show theirs. */
  countBefore(line: number): number {
    return line - this.#hidden.length;
  }

  /** Line `i` of those that show theirs, from 0. */
  at(i: number): number {
    // The k-th hidden line, from 0, has hidden[k] − k of them before it: a number that never falls.
    let low = 0;
    let high = this.#hidden.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#hidden[middle]! - middle <= i) low = middle + 1;
      else high = middle;
    }
    return i + low;
  }
}
