import { doubleOf, wordOf } from './fixed_text.ts';

/** Bytes of a timestamp: `2025-11-09T12:00:03.123Z`. */
export const TIMESTAMP_BYTES = 24;

/** `:00.` to `:59.`, and `000Z` to `999Z`. */
const SECONDS = Int32Array.from({ length: 60 }, (_, second) =>
  wordOf(`:${String(second).padStart(2, '0')}.`),
);
const MILLISECONDS = Int32Array.from({ length: 1000 }, (_, ms) => wordOf(`${String(ms).padStart(3, '0')}Z`));

/** Writes timestamps; fast when they come in order, because it keeps the text of the last minute. */
export class TimestampWriter {
  #minuteMs = Number.NEGATIVE_INFINITY;
  // `2025-11-09T12:00`
  #first = 0;
  #second = 0;

  /** Writes epoch milliseconds (year 1970–9999) at `at` as 24 bytes. Returns the offset past them. */
  write(view: DataView, at: number, epochMs: number): number {
    let ms = epochMs - this.#minuteMs;
    if (ms < 0 || ms >= 60_000) {
      this.#keep(epochMs);
      ms = epochMs - this.#minuteMs;
    }
    // The factor is a little above a thousandth, so the product of a whole second is not below it.
    const second = (ms * 0.001) | 0;
    view.setFloat64(at, this.#first, true);
    view.setFloat64(at + 8, this.#second, true);
    view.setInt32(at + 16, SECONDS[second]!, true);
    view.setInt32(at + 20, MILLISECONDS[ms - second * 1000]!, true);
    return at + TIMESTAMP_BYTES;
  }

  #keep(epochMs: number): void {
    this.#minuteMs = Math.floor(epochMs / 60_000) * 60_000;
    const text = new Date(this.#minuteMs).toISOString();
    this.#first = doubleOf(text.slice(0, 8));
    this.#second = doubleOf(text.slice(8, 16));
  }
}
