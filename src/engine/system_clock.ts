import type { Clock } from './clock.ts';

/** No single sleep is longer, so that a step of the wall clock is seen soon. */
const LONGEST_SLEEP_MS = 30_000;
/** A timer may fire this late, the more the busier the event loop is; the rest is waited for more finely. */
const LEAST_SLACK_MS = 5;
const MOST_SLACK_MS = 12;
/** How much of what busy times have taught is left after another sleep. */
const SLACK_DECAY = 0.99;
/** The last stretch is spun, because a wait in the kernel wakes up this late. */
const SPIN_MS = 0.5;

/** This machine's clock. */
export class SystemClock implements Clock {
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));
  /** Wall clock minus monotonic clock, in ms. */
  #offsetMs = Date.now() - performance.now();
  #slackMs = LEAST_SLACK_MS;

  /**
   * `Date.now()` with the fraction of its millisecond, which no API tells: the monotonic clock plus an offset
   * that every call narrows down, since the wall clock is in `[Date.now(), Date.now() + 1)`. A step of
   * the wall clock, or its slewing, moves the offset along.
   */
  nowUs(): number {
    const monotonicMs = performance.now();
    const wallMs = Date.now();
    this.#offsetMs = Math.max(wallMs - monotonicMs, Math.min(this.#offsetMs, wallMs + 0.999 - monotonicMs));
    return Math.floor((monotonicMs + this.#offsetMs) * 1000);
  }

  async sleepUntil(atMs: number | null, signal: AbortSignal): Promise<void> {
    const leftMs = atMs === null ? LONGEST_SLEEP_MS : atMs - this.nowUs() / 1000;
    if (leftMs > this.#slackMs) await this.#sleep(Math.min(leftMs - this.#slackMs, LONGEST_SLEEP_MS), signal);
    if (atMs !== null && !signal.aborted) this.#waitFinely(atMs);
  }

  /** Sleeps coarsely, and learns how late timers fire. */
  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const dueMs = performance.now() + ms;
    await timer(ms, signal);
    if (signal.aborted) return;
    const lateMs = performance.now() - dueMs;
    this.#slackMs = Math.min(
      MOST_SLACK_MS,
      Math.max(LEAST_SLACK_MS, this.#slackMs * SLACK_DECAY, 3 * lateMs),
    );
  }

  /** Blocks the thread for the last few milliseconds, if no more are left. */
  #waitFinely(atMs: number): void {
    for (;;) {
      const leftMs = atMs - this.nowUs() / 1000;
      if (leftMs <= 0 || leftMs > MOST_SLACK_MS) return;
      if (leftMs > SPIN_MS) Atomics.wait(this.#cell, 0, 0, leftMs - SPIN_MS);
    }
  }
}

function timer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timeout = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
