import type { AnswerOf } from '../../../api/schemas/fields.ts';
import type { LogPage as LogAnswer } from '../../../api/schemas/logs.ts';
import type { LogEntry } from '../../../log/entry.ts';
import { HELD_STEP_MS } from '../../../log/log.ts';
import {
  BEGINNING,
  cursorOf,
  isAfter,
  type Placed,
  type Position,
  parsePosition,
  placeAfter,
} from '../../../log/position.ts';
import type { LogTail } from './log_tail.ts';

/** What to ask `GET /api/logs` for: what came after a cursor, or (null) the newest. */
export type Question = { readonly since: string | null };

/** What it answers. */
export type LogPage = Pick<AnswerOf<typeof LogAnswer>, 'entries' | 'nextSince'>;

/** After so many full pages in a row it is better to begin again at the newest. */
const PAGES = 10;
/** After so many questions in a row without an answer the hole stays. */
const TRIES = 3;

/**
 * Brings what the stream tells live and what `GET /api/logs` answers together in one tail, in order, without doubles and
 * without holes. It only decides: whoever holds it asks the questions.
 *
 * An entry has no id, but a place: the nth of its millisecond. Answers end with the place of their last entry, and places count on
 * from there. After a cut, the first live entries may have been preceded by others in their millisecond; what
 * comes in later milliseconds can be counted. An answer holds everything that came live before it was asked for.
 */
export class CatchUp {
  readonly #tail: LogTail;
  readonly #pageSize: number;
  readonly #waitingLimit: number;

  /** The place of the tail's last entry. */
  #end: Position = BEGINNING;
  /** Whether the next live entry is the one that follows the tail. */
  #isJoined = false;
  #mustAsk = false;
  #isAsking = false;
  /** Whether nothing can be asked for that comes after the end: there is none, or times have run backwards. */
  #startsOver = true;
  /** Full pages and failures in a row. */
  #pages = 0;
  #failures = 0;
  /** How many entries the hole holds, as far as that is known. */
  #missing: number | null = null;

  /** What came live since the hole; places are counted from its first entry. */
  #waiting: Placed[] = [];
  /** How many of them the answer will hold. */
  #covered = 0;
  #place: Position | null = null;
  #firstMs: number | null = null;

  /**
   * @param pageSize how many entries an answer holds at most
   * @param waitingLimit how many live entries wait for an answer
   */
  constructor(tail: LogTail, pageSize: number, waitingLimit: number) {
    this.#tail = tail;
    this.#pageSize = pageSize;
    this.#waitingLimit = waitingLimit;
  }

  /** The stream begins, at first or after a cut. */
  opened(): void {
    this.#tearHole(null);
  }

  /** The stream has left out so many entries here. */
  lost(count: number): void {
    this.#tearHole(count);
  }

  /** The stream told this entry. */
  live(entry: LogEntry): void {
    const before = this.#isJoined ? this.#end : this.#place;
    const placed = placeAfter(before, entry);
    const isSetBack = before !== null && placed.at.ms < before.ms;
    if (this.#isJoined && !isSetBack) {
      this.#append([entry]);
      return;
    }
    if (this.#isJoined) this.#tearHole(null);
    if (isSetBack) this.#startOver();
    this.#place = placed.at;
    this.#firstMs ??= placed.at.ms;
    this.#waiting.push(placed);
    if (!this.#mustAsk && !this.#isAsking) this.#join();
    else if (this.#waiting.length > this.#waitingLimit) this.#tearHole(0);
  }

  /** The question to ask now; null if there is none. The answer, or that there was none, must be told. */
  ask(): Question | null {
    if (!this.#mustAsk || this.#isAsking) return null;
    this.#mustAsk = false;
    this.#isAsking = true;
    this.#covered = this.#waiting.length;
    const since = this.#startsOver ? null : cursorOf(this.#end);
    this.#startsOver = false;
    return { since };
  }

  answered({ since }: Question, { entries, nextSince }: LogPage): void {
    this.#isAsking = false;
    this.#failures = 0;
    if (since === null) {
      this.#tail.clear();
      this.#end = BEGINNING;
    }
    this.#append(entries);
    this.#end = parsePosition(nextSince)!;
    this.#missing = null;
    const isFull = since !== null && entries.length >= this.#pageSize;
    this.#pages = isFull ? this.#pages + 1 : 0;
    this.#startsOver ||= this.#pages >= PAGES;
    // Where the newest entries themselves run backwards, to begin with them again would not help.
    this.#mustAsk ||= isFull || (since !== null && this.#startsOver);
    if (this.#mustAsk) return;
    this.#waiting.splice(0, this.#covered);
    this.#join();
  }

  /** There was no answer. The same is asked again, or the hole stays. */
  failed({ since }: Question): void {
    this.#isAsking = false;
    this.#mustAsk = true;
    if (since === null) this.#startOver();
    this.#failures += 1;
    if (this.#failures < TRIES) return;
    const fresh = this.#waiting.filter(({ at }) => isAfter(at, this.#end));
    const last = fresh.at(-1)?.at;
    // Without a place to go on from, the next hole could not be filled.
    if (last === undefined || last.ms === this.#firstMs || this.#end.ms === this.#firstMs) return;
    this.#tail.divide(this.#missing);
    this.#follow(fresh);
  }

  /** Live entries do not follow the tail from here on. */
  #tearHole(count: number | null): void {
    if (this.#isJoined) this.#missing = count;
    else if (this.#missing !== null)
      this.#missing = count === null ? null : this.#missing + this.#waiting.length + count;
    this.#isJoined = false;
    this.#mustAsk = true;
    this.#waiting = [];
    this.#firstMs = null;
  }

  /** The newest is to be asked for, and takes the place of what is there. */
  #startOver(): void {
    this.#startsOver = true;
    this.#mustAsk = true;
  }

  /** Joins what has waited to the tail if it is clear which entry comes next. */
  #join(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const [i, { at }] of waiting.entries()) {
      const isSetBack = this.#end.ms - at.ms > HELD_STEP_MS;
      const isUnclear = at.ms === this.#end.ms && at.ms === this.#firstMs;
      if (isSetBack) this.#startOver();
      if (isSetBack || isUnclear) this.#mustAsk = true;
      else if (isAfter(at, this.#end)) this.#follow(waiting.slice(i));
      else continue;
      return;
    }
  }

  #follow(placed: readonly Placed[]): void {
    this.#isJoined = true;
    this.#mustAsk = false;
    this.#failures = 0;
    this.#waiting = [];
    this.#append(placed.map(({ entry }) => entry));
  }

  #append(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      const { at } = placeAfter(this.#end, entry);
      this.#startsOver ||= at.ms < this.#end.ms;
      this.#end = at;
    }
    this.#tail.append(entries);
  }
}
