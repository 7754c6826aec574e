import { appendFileSync, closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogEntry } from './entry.ts';
import type { Sink } from './log.ts';

/** Since when the log cannot be written, and why. */
export type Outage = {
  /** A code of the system, e.g. `ENOSPC`. */
  readonly code: string;
  readonly message: string;
  readonly sinceMs: number;
  /** Entries that are gone because too many had to wait. */
  readonly lost: number;
};

/** How many entries wait in memory for a disk that fails; then the oldest go. */
const WAITING_LIMIT = 2000;

/** The file that holds the entries of a UTC day (`YYYY-MM-DD`). */
export function fileOfDay(folder: string, day: string): string {
  return join(folder, day, 'generator.jsonl');
}

/**
 * A sink that appends to one file a UTC day, as JSON Lines. Entries that the disk refuses wait for the next entry's try.
 * Another append of this size costs tens of µs, so it is done at once: what was said before a crash is there after it.
 */
export class DailyFiles implements Sink {
  readonly #folder: string;
  readonly #onHealed: (outage: Outage) => void;
  readonly #waiting: LogEntry[] = [];
  #outage: Outage | null = null;
  /** The file that is known to end with a whole line. */
  #whole: string | null = null;

  /**
   * @param folder made when needed
   * @param onHealed told once when an outage is over and what waited is written
   */
  constructor(folder: string, onHealed: (outage: Outage) => void) {
    this.#folder = folder;
    this.#onHealed = onHealed;
  }

  /** What keeps it from writing now; null if nothing does. */
  get outage(): Outage | null {
    return this.#outage;
  }

  write(entry: LogEntry): void {
    this.#waiting.push(entry);
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        this.#append(next);
        this.#waiting.shift();
      }
    } catch (error) {
      this.#fail(error as NodeJS.ErrnoException, Date.parse(entry.timestamp));
      return;
    }
    const over = this.#outage;
    this.#outage = null;
    if (over !== null) this.#onHealed(over);
  }

  #append(entry: LogEntry): void {
    const file = fileOfDay(this.#folder, entry.timestamp.slice(0, 10));
    const torn = file !== this.#whole && endsTorn(file);
    appendMakingFolders(file, [this.#folder, dirname(file)], `${torn ? '\n' : ''}${JSON.stringify(entry)}\n`);
    this.#whole = file;
  }

  #fail({ code, message }: NodeJS.ErrnoException, atMs: number): void {
    // Part of the line may have been written.
    this.#whole = null;
    this.#outage ??= { code: code ?? 'EUNKNOWN', message, sinceMs: atMs, lost: 0 };
    if (this.#waiting.length <= WAITING_LIMIT) return;
    this.#waiting.shift();
    this.#outage = { ...this.#outage, lost: this.#outage.lost + 1 };
  }
}

/**
 * Folders are made when they are missing, not once: people delete them by hand, and days change. What they lie in is
 * not made: a data folder that is gone may come back, and must find its place free.
 */
function appendMakingFolders(file: string, folders: readonly string[], text: string): void {
  try {
    appendFileSync(file, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    for (const folder of folders) if (!existsSync(folder)) mkdirSync(folder);
    appendFileSync(file, text);
  }
}

/** Whether a file's last line has no end, as a crash or a full disk leaves it. */
function endsTorn(file: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  try {
    const { size } = fstatSync(handle);
    const last = new Uint8Array(1);
    return size > 0 && readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(handle);
  }
}
