import type { LogEntry } from './entry.ts';
import type { Sink } from './log.ts';

/** A sink that tells entries to whoever follows the log right now. */
export class LogFeed implements Sink {
  readonly #listeners = new Set<(entry: LogEntry) => void>();

  write(entry: LogEntry): void {
    for (const listener of this.#listeners) listener(entry);
  }

  /** Returns what ends the subscription. */
  subscribe(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
