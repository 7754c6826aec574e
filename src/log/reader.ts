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
        let window: Placed[] = [];
        let last: Position | undefined;
        for await (const placed of this.#written(day, memory[0])) {
          last = placed.at(-1)?.at ?? last;
          window = [...window, ...placed.filter(wanted)].slice(found.length - limit);
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
      next = placed.at;
      if (wanted(placed)) entries.push(placed.entry);
      if (entries.length === limit) break;
    }
    return { entries, next };
  }

  /** Every entry after `since`. */
  async *#from(since: Position): AsyncGenerator<Placed> {
    const memory = this.#ring.entries();
    const [oldest] = memory;
    if (oldest === undefined || isAfter(oldest.at, since)) {
      for (const day of await this.#days(since, oldest)) {
        for await (const placed of this.#written(day, oldest))
          yield* placed.filter(({ at }) => isAfter(at, since));
      }
    }
    yield* memory.filter(({ at }) => isAfter(at, since));
  }

  /** The days with entries from `from` on that may have left memory, whose oldest entry is `oldest`. */
  async #days(from: Position, oldest: Placed | undefined): Promise<string[]> {
    const last = oldest === undefined ? null : dayOf(oldest.at);
    const days = await loggedDays(this.#folder);
    return days.filter((day) => day >= dayOf(from) && (last === null || day <= last));
  }

  /** A day's entries as far as memory does not have them. */
  async *#written(day: string, oldest: Placed | undefined): AsyncGenerator<readonly Placed[]> {
    for await (const placed of entriesOfDay(this.#folder, day)) {
      const end = oldest === undefined ? -1 : placed.findIndex(({ at }) => !isAfter(oldest.at, at));
      yield end === -1 ? placed : placed.slice(0, end);
      if (end !== -1) return;
    }
  }
}

function dayOf({ ms }: Position): string {
  return new Date(ms).toISOString().slice(0, 10);
}
