import { CatchUp, type LogPage, type Question } from '../../src/dashboard/page/state/catch_up.ts';
import { isEntry, LogTail } from '../../src/dashboard/page/state/log_tail.ts';
import type { LogEntry } from '../../src/log/entry.ts';
import { cursorOf, parsePosition } from '../../src/log/position.ts';
import { LogReader } from '../../src/log/reader.ts';
import { Ring } from '../../src/log/ring.ts';

const START_MS = Date.parse('2025-11-09T12:00:00Z');
export const PAGE_SIZE = 4;

/** An entry, or so many that the stream left out. */
type Told = LogEntry | number;

/** A service that writes a log, its stream as slow as the test wants it to be, and a page that follows. */
export class LogService {
  readonly written: LogEntry[] = [];
  /** Where each answer with the newest entries began, as an index of `written`. */
  readonly beginnings: number[] = [];
  readonly tail: LogTail;
  readonly catchUp: CatchUp;
  readonly #ring = new Ring(100_000);
  readonly #reader = new LogReader(this.#ring, '/nowhere');
  #nowMs = START_MS;
  /** What the stream has still to deliver; null while it is cut. */
  #stream: Told[] | null = null;
  #question: Question | null = null;
  #page: LogPage | null = null;

  constructor(kept = 1000, waitingLimit = 1000) {
    this.tail = new LogTail(kept);
    this.catchUp = new CatchUp(this.tail, PAGE_SIZE, waitingLimit);
  }

  /** Writes an entry so many ms after the last one. Many entries are equal. */
  write(afterMs = 0, message = 'equal'): LogEntry {
    this.#nowMs += afterMs;
    const timestamp = new Date(this.#nowMs).toISOString();
    const entry: LogEntry = { timestamp, level: 'info', logger: 'test', message, extra: {} };
    this.written.push(entry);
    this.#ring.write(entry);
    this.#stream?.push(entry);
    return entry;
  }

  /** The stream begins, or begins again. */
  open(): void {
    this.#stream = [];
    this.catchUp.opened();
  }

  cut(): void {
    this.#stream = null;
  }

  get isOpen(): boolean {
    return this.#stream !== null;
  }

  /** The next so many messages of the stream arrive. */
  deliver(count = Number.POSITIVE_INFINITY): void {
    for (const told of this.#stream?.splice(0, count) ?? []) {
      if (typeof told === 'number') this.catchUp.lost(told);
      else this.catchUp.live(told);
    }
  }

  /** The stream leaves out so many of the entries that it has not delivered, the oldest. */
  lose(count: number): void {
    const stream = this.#stream ?? [];
    const at = stream.findLastIndex((told) => typeof told === 'number') + 1;
    const lost = stream.splice(at, count).length;
    if (lost > 0) stream.splice(at, 0, lost);
  }

  /** The page asks, if it has a question. */
  ask(): boolean {
    const question = this.catchUp.ask();
    this.#question = question ?? this.#question;
    return question !== null;
  }

  /** The question reaches the service, which writes its answer. */
  async serve(): Promise<void> {
    if (this.#question === null || this.#page !== null) return;
    const { since } = this.#question;
    const query = since === null ? {} : { since: parsePosition(since)! };
    const { entries, next } = await this.#reader.read({ limit: PAGE_SIZE, ...query });
    this.#page = { entries, nextSince: cursorOf(next) };
    if (since === null) this.beginnings.push(this.written.length - entries.length);
  }

  /** The answer reaches the page. */
  answer(): void {
    if (this.#question === null || this.#page === null) return;
    this.catchUp.answered(this.#question, this.#page);
    this.#question = null;
    this.#page = null;
  }

  /** The question or its answer is lost on the way. */
  fail(): void {
    if (this.#question === null) return;
    this.catchUp.failed(this.#question);
    this.#question = null;
    this.#page = null;
  }

  /** Everything is delivered and answered, and one more entry is written at a new time. */
  async settle(): Promise<void> {
    if (!this.isOpen) this.open();
    this.write(1000, 'last');
    do {
      this.deliver();
      await this.serve();
      this.answer();
    } while (this.ask());
  }

  /** What the page shows: each entry as its index in the log, each gap as what it says. */
  shown(): (number | { readonly missing: number | null })[] {
    return this.tail.lines.map((line) =>
      isEntry(line) ? this.written.indexOf(line.entry) : { missing: line.missing },
    );
  }
}
