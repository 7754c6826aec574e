import type { ToldGrade } from '../feedback/grade_watch.ts';
import type { LogEntry } from '../log/entry.ts';
import { nextTurn } from '../publish/turns.ts';
import type { ApiDeps } from './deps.ts';

/** Something to send; with an id where the ledger can replay it. */
export type Frame = { readonly id: number | null; readonly event: string; readonly data: string };

/** What there is to follow. */
export type Followed = Pick<ApiDeps, 'feed' | 'logFeed' | 'gradeWatch'>;

/** At most so much goes out at a time. */
const FACTS_AT_ONCE = 100;
/** So many log entries wait for a slow client; then the oldest go, and it is told how many. */
const WAITING_ENTRIES = 200;
/** The newest grades of so many pipelines wait for a slow client; a grade that is lost can be asked for at any time. */
const WAITING_GRADES = 32;

/** One client's way through facts, log and grades. It holds a place in the ledger and a bounded handful of the others. */
export class Follower {
  readonly #feed: Followed['feed'];
  readonly #end: readonly (() => void)[];
  readonly #entries: LogEntry[] = [];
  readonly #grades = new Map<string, string>();
  #lost = 0;
  #after: number;
  #wake: (() => void) | null = null;
  #isClosed = false;

  /**
   * @param after the id of the last fact that the client has
   * @param onClose is called once, or more
   */
  constructor({ feed, logFeed, gradeWatch }: Followed, after: number, onClose = () => {}) {
    this.#feed = feed;
    this.#after = after;
    this.#end = [
      onClose,
      feed.subscribe(() => this.#wakeUp()),
      logFeed.subscribe((entry) => this.#takeEntry(entry)),
      gradeWatch.subscribe((grade) => this.#takeGrade(grade)),
    ];
  }

  /**
   * Resolves with what there is to send, as soon as there is something; with nothing after `quietMs`, so that a heartbeat
   * can be sent; with null once it is closed.
   */
  async next(quietMs: number): Promise<readonly Frame[] | null> {
    const frames = await this.#take();
    if (frames === null || frames.length > 0) return frames;
    await this.#wait(quietMs);
    return this.#take();
  }

  close(): void {
    this.#isClosed = true;
    for (const end of this.#end) end();
    this.#wakeUp();
  }

  /** What waits, once it is this follower's turn: all are woken at the same time. */
  async #take(): Promise<readonly Frame[] | null> {
    if (this.#isClosed) return null;
    await nextTurn();
    return this.#isClosed ? null : this.#frames();
  }

  #frames(): Frame[] {
    const facts = this.#feed.after(this.#after, FACTS_AT_ONCE);
    this.#after = facts.at(-1)?.id ?? this.#after;
    const frames: Frame[] = facts.map(({ id, type, json }) => ({ id, event: type, data: json }));
    for (const data of this.#grades.values()) frames.push({ id: null, event: 'grade', data });
    this.#grades.clear();
    if (this.#lost > 0)
      frames.push({ id: null, event: 'log_lost', data: JSON.stringify({ count: this.#lost }) });
    this.#lost = 0;
    for (const entry of this.#entries.splice(0))
      frames.push({ id: null, event: 'log', data: JSON.stringify(entry) });
    return frames;
  }

  #takeEntry(entry: LogEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > WAITING_ENTRIES) {
      this.#entries.shift();
      this.#lost += 1;
    }
    this.#wakeUp();
  }

  #takeGrade({ of, json }: ToldGrade): void {
    // The newest stand last.
    this.#grades.delete(of);
    this.#grades.set(of, json);
    if (this.#grades.size > WAITING_GRADES) this.#grades.delete(this.#grades.keys().next().value!);
    this.#wakeUp();
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => this.#wakeUp(), ms);
      this.#wake = () => {
        clearTimeout(timeout);
        this.#wake = null;
        resolve();
      };
    });
  }

  #wakeUp(): void {
    this.#wake?.();
  }
}
