import type { Level, LogEntry } from './entry.ts';

/** Takes every entry in order. Must not throw and not wait: the log never stops the work. */
export interface Sink {
  write(entry: LogEntry): void;
}

type Say = (message: string, extra?: LogEntry['extra']) => void;

/** One room's voice in the log. */
export type Logger = Readonly<Record<Level, Say>>;

/** A clock that steps back by less (NTP does) is held, so that entries stand in the order of their times. */
export const HELD_STEP_MS = 60_000;

/** The structured log: loggers in, sinks out. */
export class Log {
  readonly #nowMs: () => number;
  readonly #sinks: readonly Sink[];
  #lastMs = 0;

  /** @param nowMs the time in epoch ms */
  constructor(nowMs: () => number, sinks: readonly Sink[]) {
    this.#nowMs = nowMs;
    this.#sinks = sinks;
  }

  /** A logger that speaks for the room `name`. */
  logger(name: string): Logger {
    const say =
      (level: Level): Say =>
      (message, extra = {}) =>
        this.#write({ timestamp: this.#stamp(), level, logger: name, message, extra: copyOf(extra) });
    return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  }

  #write(entry: LogEntry): void {
    for (const sink of this.#sinks) sink.write(entry);
  }

  #stamp(): string {
    const nowMs = this.#nowMs();
    if (nowMs >= this.#lastMs || this.#lastMs - nowMs > HELD_STEP_MS) this.#lastMs = nowMs;
    return new Date(this.#lastMs).toISOString();
  }
}

/** What JSON can say of `extra`, now: later changes to it do not change the entry, and no sink fails on it. */
function copyOf(extra: LogEntry['extra']): LogEntry['extra'] {
  try {
    return JSON.parse(JSON.stringify(extra, jsonValue));
  } catch (error) {
    return { unreadable: String(error) };
  }
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? { ...value, name: value.name, message: value.message } : value;
}
