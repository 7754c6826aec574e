import { doubleOf, wordOf } from './fixed_text.ts';

/** Bytes of a timestamp: `2025-11-09T12:00:03.123Z`. */
export const TIMESTAMP_BYTES = 24;

/** `000Z` to `999Z`. */
const MILLISECONDS = Int32Array.from({ length: 1000 }, (_, ms) => wordOf(`${String(ms).padStart(3, '0')}Z`));

/** Writes timestamps; fast when they come in order, because it keeps the text of the last second. */
export class TimestampWriter {
  #secondMs = Number.NEGATIVE_INFINITY;
  // `2025-11-09T12:00:03.`
  #first = 0;
  #second = 0;
  #third = 0;

  /** Writes epoch milliseconds (year 1970–9999) at `at` as 24 bytes. Returns the offset past them. */
  write(view: DataView, at: number, epochMs: number): number {
    let ms = epochMs - this.#secondMs;
    if (ms < 0 || ms >= 1000) {
      this.#keep(epochMs);
      ms = epochMs - this.#secondMs;
    }
    view.setFloat64(at, this.#first, true);
    view.setFloat64(at + 8, this.#second, true);
    view.setInt32(at + 16, this.#third, true);
    view.setInt32(at + 20, MILLISECONDS[ms]!, true);
    return at + TIMESTAMP_BYTES;
  }

  #keep(epochMs: number): void {
    this.#secondMs = Math.floor(epochMs / 1000) * 1000;
    const text = new Date(this.#secondMs).toISOString();
    this.#first = doubleOf(text.slice(0, 8));
    this.#second = doubleOf(text.slice(8, 16));
    this.#third = wordOf(text.slice(16, 20));
  }
}
