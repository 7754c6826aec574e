import { Listeners } from '../events/listeners.ts';
import type { LogEntry } from './entry.ts';
import type { Sink } from './log.ts';

/** A sink that tells entries to whoever follows the log right now. */
export class LogFeed extends Listeners<[entry: LogEntry]> implements Sink {
  write(entry: LogEntry): void {
    this.tell(entry);
  }
}
