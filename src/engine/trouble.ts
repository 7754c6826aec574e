import type { Problem } from './control.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5000;

/** What keeps the engine from working, and when it tries again: soon at first, then ever less often. */
export class Trouble {
  #problem: Problem | null = null;
  #retryMs = FIRST_RETRY_MS;
  #retryAtMs = 0;

  /** At most one: while it lasts, nothing else is tried. */
  get problems(): readonly Problem[] {
    return this.#problem === null ? [] : [this.#problem];
  }

  /** When to try again, in epoch ms; null: now, also where a clock that was set back would make it wait for long. */
  waitsUntil(nowMs: number): number | null {
    const isDue = nowMs >= this.#retryAtMs || this.#retryAtMs - nowMs > LONGEST_RETRY_MS;
    return this.#problem === null || isDue ? null : this.#retryAtMs;
  }

  /** Takes in a failure. Returns the problem if it is a new one, which somebody should be told. */
  meet(error: unknown, nowMs: number): Problem | null {
    const { code, message } = error as { code?: string; message?: string };
    const met = { code: code ?? 'EUNKNOWN', message: message ?? String(error), sinceMs: nowMs };
    const isNew = this.#problem?.code !== met.code;
    this.#problem = isNew ? met : this.#problem;
    this.#retryAtMs = nowMs + this.#retryMs;
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
    return isNew ? met : null;
  }

  /** Somebody has asked for something: no more waiting. */
  tryNow(): void {
    this.#retryAtMs = 0;
  }

  /** Everything went well: whatever was wrong has healed. Returns what it was, or null. */
  heal(): Problem | null {
    const healed = this.#problem;
    this.#problem = null;
    this.#retryMs = FIRST_RETRY_MS;
    return healed;
  }
}
