import { SimulatedClock } from '../fakes/simulated_clock.ts';

/** Nobody sleeps longer at a stretch, so whoever sleeps knows of a step of the clock after this long. */
export const UNAWARE_MS = 30_000;

/** A simulated clock on which a process may stand still while time passes, and wakes up late. */
export class StallingClock extends SimulatedClock {
  readonly #sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  override async sleepUntil(atMs: number | null, signal: AbortSignal): Promise<void> {
    const own = new AbortController();
    const sleeper = { atMs: atMs ?? Number.POSITIVE_INFINITY, wake: () => own.abort() };
    this.#sleepers.add(sleeper);
    signal.addEventListener('abort', sleeper.wake);
    if (signal.aborted) own.abort();
    await super.sleepUntil(atMs, own.signal);
    this.#sleepers.delete(sleeper);
    signal.removeEventListener('abort', sleeper.wake);
  }

  /** Lets time pass while nobody can do anything; timers that have run out since then fire at its end. */
  async stallTo(atMs: number): Promise<void> {
    await this.stepTo(atMs);
    for (const { atMs: dueMs, wake } of [...this.#sleepers]) if (dueMs <= atMs) wake();
  }
}
