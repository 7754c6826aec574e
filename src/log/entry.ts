/** From least to most severe. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** One line of the log, in the field names in which it is written and served. */
export type LogEntry = {
  /** ISO 8601 with milliseconds and `Z`. */
  readonly timestamp: string;
  readonly level: Level;
  /** The room that speaks. */
  readonly logger: string;
  readonly message: string;
  /** What a program would want to know; snake_case keys. */
  readonly extra: Readonly<Record<string, unknown>>;
};

/** Whether a level is at least as severe as `least`. */
export function isAtLeast(level: Level, least: Level): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

/** The entry that a line of a log file holds; null for a line that is torn or not ours. */
export function parseEntry(line: string): LogEntry | null {
  let value: Partial<Record<keyof LogEntry, unknown>> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const { timestamp, level, logger, message, extra } = value ?? {};
  const isEntry =
    typeof timestamp === 'string' &&
    !Number.isNaN(Date.parse(timestamp)) &&
    LEVELS.includes(level as Level) &&
    typeof logger === 'string' &&
    typeof message === 'string' &&
    typeof extra === 'object' &&
    extra !== null;
  return isEntry ? (value as LogEntry) : null;
}
