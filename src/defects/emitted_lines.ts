import { LineBuffer } from '../encode/line_buffer.ts';
import type { LineSource } from '../encode/line_source.ts';

/**
 * What was emitted on the earlier lines of a stripe. Only dirty lines are kept; clean ones are written again when they are
 * asked for, which is seldom.
 */
export class EmittedLines {
  #clean: LineSource | null = null;
  readonly #dirty = new LineBuffer();
  /** Where the dirty lines stand in the stripe, ascending. */
  readonly #numbers: number[] = [];
  readonly #again = new LineBuffer();

  /** Forgets all lines; from now on they are those of a stripe whose clean ones are these. */
  open(clean: LineSource): void {
    this.#clean = clean;
    this.#dirty.clear();
    this.#numbers.length = 0;
  }

  /** Keeps what was emitted on a line after all that were kept before. */
  keep(line: number, content: Uint8Array): void {
    this.#numbers.push(line);
    this.#dirty.append(content);
  }

  /** An emitted line without its newline, as a view that the next call may change. */
  at(line: number): Uint8Array {
    const dirty = this.#indexOf(line);
    if (dirty >= 0) return this.#dirty.contentOf(dirty);
    this.#again.clear();
    this.#clean?.writeLines(this.#again, line, line + 1);
    return this.#again.contentOf(0);
  }

  /** Negative if the line is clean. */
  #indexOf(line: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#numbers[middle]! < line) low = middle + 1;
      else high = middle;
    }
    return this.#numbers[low] === line ? low : -1;
  }
}
