import { entriesOfDay, loggedDays } from './day_entries.ts';
import { isAtLeast, type Level, type LogEntry } from './entry.ts';
import { BEGINNING, isAfter, type Placed, type Position } from './position.ts';
import type { Ring } from './ring.ts';

export type LogQuery = {
  /** How many entries at most, ≥ 1. */
  readonly limit: number;
  /** Only entries after this position, the oldest first to come; without it the newest. */
  readonly since?: Position | undefined;
  /** The least severity; `debug` if it is left out. */
  readonly level?: Level | undefined;
};

export type LogPage = {
  /** Oldest first. */
  readonly entries: readonly LogEntry[];
  /** Given back as `since`, it misses nothing and repeats nothing. */
  readonly next: Position;
};

/** Reads the log: the newest entries from memory, those before them from the daily files. */
export class LogReader {
  readonly #ring: Ring;
  readonly #folder: string;

  /** @param folder that of the daily files */
  constructor(ring: Ring, folder: string) {
    this.#ring = ring;
    this.#folder = folder;
  }

  read({ limit, since, level = 'debug' }: LogQuery): Promise<LogPage> {
    const wanted = ({ entry }: Placed) => isAtLeast(entry.level, level);
    return since === undefined ? this.#newest(limit, wanted) : this.#after(since, limit, wanted);
  }

  async #newest(limit: number, wanted: (placed: Placed) => boolean): Promise<LogPage> {
    const memory = this.#ring.entries();
    let found = memory.filter(wanted).slice(-limit);
    let next = memory.at(-1)?.at;
    if (found.length < limit) {
      for (const day of (await this.#days(BEGINNING, memory[0])).reverse()) {
        const window: Placed[] = [];
        let last: Position | undefined;
        for await (const placed of this.#written(day, memory[0])) {
          last = placed.at;
          if (wanted(placed)) window.push(placed);
          if (window.length > limit - found.length) window.shift();
        }
        found = [...window, ...found];
        next ??= last;
        if (found.length === limit) break;
      }
    }
    return { entries: found.map(({ entry }) => entry), next: next ?? BEGINNING };
  }

  async #after(since: Position, limit: number, wanted: (placed: Placed) => boolean): Promise<LogPage> {
    const entries: LogEntry[] = [];
    let next = since;
    for await (const placed of this.#from(since)) {
      if (!isAfter(placed.at, since)) continue;
      next = placed.at;
      if (wanted(placed)) entries.push(placed.entry);
      if (entries.length === limit) break;
    }
    return { entries, next };
  }

  /** Every entry from the day of `since` on. */
  async *#from(since: Position): AsyncGenerator<Placed> {
    const memory = this.#ring.entries();
    const [oldest] = memory;
    if (oldest === undefined || isAfter(oldest.at, since)) {
      for (const day of await this.#days(since, oldest)) yield* this.#written(day, oldest);
    }
    yield* memory;
  }

  /** The days with entries from `from` on that may have left memory, whose oldest entry is `oldest`. */
  async #days(from: Position, oldest: Placed | undefined): Promise<string[]> {
    const last = oldest === undefined ? null : dayOf(oldest.at);
    const days = await loggedDays(this.#folder);
    return days.filter((day) => day >= dayOf(from) && (last === null || day <= last));
  }

  /** A day's entries as far as memory does not have them. */
  async *#written(day: string, oldest: Placed | undefined): AsyncGenerator<Placed> {
    for await (const placed of entriesOfDay(this.#folder, day)) {
      if (oldest !== undefined && !isAfter(oldest.at, placed.at)) return;
      yield placed;
    }
  }
}

function dayOf({ ms }: Position): string {
  return new Date(ms).toISOString().slice(0, 10);
}
