import type { LogEntry } from './entry.ts';
import type { Sink } from './log.ts';
import { type Placed, placeAfter } from './position.ts';

/** A sink that keeps the newest entries in memory. */
export class Ring implements Sink {
  readonly #capacity: number;
  readonly #placed: Placed[] = [];

  /** @param capacity how many entries it keeps, ≥ 1 */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  write(entry: LogEntry): void {
    this.#placed.push(placeAfter(this.#placed.at(-1)?.at ?? null, entry));
    if (this.#placed.length > this.#capacity) this.#placed.shift();
  }

  /** What it keeps now, oldest first; entries that come later do not change it. */
  entries(): readonly Placed[] {
    return [...this.#placed];
  }
}
