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
