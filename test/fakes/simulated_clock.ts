import type { Clock } from '../../src/engine/clock.ts';

/** `dueMs` is by the monotonic clock, as a timer's is: no step of the wall clock moves it. */
type Sleeper = { readonly dueMs: number; readonly wake: () => void };

/** Nobody sleeps longer at a stretch. */
const LONGEST_SLEEP_MS = 30_000;

/** More wakings than this at one instant are an endless loop. */
const MOST_WAKINGS_AT_ONCE = 10_000;

/** A clock that stands still until a test moves it. Whoever sleeps wakes exactly at their instant, or after half a minute. */
export class SimulatedClock implements Clock {
  #nowUs: number;
  #elapsedMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  /** @param nowMs epoch ms */
  constructor(nowMs: number) {
    this.#nowUs = nowMs * 1000;
  }

  get nowMs(): number {
    return Math.floor(this.#nowUs / 1000);
  }

  nowUs(): number {
    return this.#nowUs;
  }

  /** Only `runUntil` wakes sleepers, even those whose instant has passed, so that a loop without rest is seen. */
  sleepUntil(atMs: number | null, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const leftMs = atMs === null ? LONGEST_SLEEP_MS : Math.min(atMs - this.nowMs, LONGEST_SLEEP_MS);
      const sleeper = { dueMs: this.#elapsedMs + leftMs, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', wake);
    });
  }

  /** Lets time pass until an instant: jumps from one sleeper's instant to the next, and lets each do its work. */
  async runUntil(atMs: number): Promise<void> {
    let wakings = 0;
    await settled();
    for (;;) {
      const next = this.#earliest();
      if (next === null || this.#wakingMs(next) > atMs) break;
      wakings = this.#wakingMs(next) > this.nowMs ? 0 : wakings + 1;
      if (wakings > MOST_WAKINGS_AT_ONCE) throw new Error('somebody sleeps and wakes without end');
      this.#passTo(this.#wakingMs(next));
      next.wake();
      await settled();
    }
    this.#passTo(atMs);
  }

  /** Lets time pass for a while, in ms. */
  run(ms: number): Promise<void> {
    return this.runUntil(this.nowMs + ms);
  }

  /** Sets the wall clock to an instant, forward or back. Sleepers do not notice before they wake. */
  async stepTo(atMs: number): Promise<void> {
    await settled();
    this.#nowUs = atMs * 1000;
  }

  #passTo(atMs: number): void {
    const passedMs = Math.max(0, atMs - this.nowMs);
    this.#elapsedMs += passedMs;
    this.#nowUs += passedMs * 1000;
  }

  /** When a sleeper wakes, by the wall clock as it is now. */
  #wakingMs({ dueMs }: Sleeper): number {
    return this.nowMs + dueMs - this.#elapsedMs;
  }

  #earliest(): Sleeper | null {
    let earliest: Sleeper | null = null;
    for (const sleeper of this.#sleepers) {
      if (earliest === null || sleeper.dueMs < earliest.dueMs) earliest = sleeper;
    }
    return earliest;
  }
}

/** Resolves once every promise that can go on by itself has. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
