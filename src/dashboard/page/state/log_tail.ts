import type { LogEntry } from '../../../log/entry.ts';

/** An entry of the log, with its `extra` as compact JSON; empty if there is none. */
export type EntryLine = { readonly key: number; readonly entry: LogEntry; readonly extra: string };

/** Where entries are missing, and how many; null if that is not known. */
export type GapLine = { readonly key: number; readonly missing: number | null };

/** Keys are given in order, and never twice. */
export type Line = EntryLine | GapLine;

export function isEntry(line: Line): line is EntryLine {
  return 'entry' in line;
}

/** The newest lines of the log, and no more than `kept`. */
export class LogTail {
  readonly #kept: number;
  readonly #lines: Line[] = [];
  #nextKey = 0;

  /** @param kept how many lines, ≥ 1 */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Oldest first. It is the same array all the time, so that an entry more costs no copy of all others. */
  get lines(): readonly Line[] {
    return this.#lines;
  }

  append(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const extra = JSON.stringify(entry.extra);
      this.#lines.push({ key: this.#nextKey++, entry, extra: extra === '{}' ? '' : extra });
    }
    this.#trim();
  }

  /** Says that entries are missing between what is there and what will come. */
  divide(missing: number | null): void {
    this.#lines.push({ key: this.#nextKey++, missing });
    this.#trim();
  }

  clear(): void {
    this.#lines.length = 0;
  }

  #trim(): void {
    this.#lines.splice(0, this.#lines.length - this.#kept);
  }
}
