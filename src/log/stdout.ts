import { isAtLeast, type LogEntry } from './entry.ts';
import type { Sink } from './log.ts';

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/**
 * A sink that shows entries from `info` up, one a line.
 * @param write takes a line, which ends in a newline
 */
export function stdoutSink(write: (line: string) => void, format: LogFormat): Sink {
  const lineOf = format === 'json' ? JSON.stringify : textOf;
  return {
    write(entry) {
      if (isAtLeast(entry.level, 'info')) write(`${lineOf(entry)}\n`);
    },
  };
}

/** `2025-11-09T12:00:10.123Z INFO Starting generator in emulated mode`: one line, whatever the message holds. */
function textOf({ timestamp, level, message }: LogEntry): string {
  return `${timestamp} ${level.toUpperCase()} ${message.replaceAll(/[\r\n]+/g, ' ')}`;
}
