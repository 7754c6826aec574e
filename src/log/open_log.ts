import { DailyFiles } from './daily_files.ts';
import { Log } from './log.ts';
import { LogFeed } from './log_feed.ts';
import { LogReader } from './reader.ts';
import { Ring } from './ring.ts';
import { type LogFormat, stdoutSink } from './stdout.ts';

/** How many of the newest entries are kept in memory. */
const RING_ENTRIES = 2000;

export type LogOptions = {
  /** Epoch ms. */
  readonly nowMs: () => number;
  /** Takes what is to be shown on stdout. */
  readonly write: (line: string) => void;
  readonly format: LogFormat;
  /** Where the daily files go: `manifests/logs`. */
  readonly folder: string;
};

export type OpenLog = {
  readonly log: Log;
  readonly reader: LogReader;
  readonly files: DailyFiles;
  /** For whoever follows the log live. */
  readonly feed: LogFeed;
};

/** The log of a process, to stdout, memory and files, with its reader. Touches no disk before the first entry. */
export function openLog({ nowMs, write, format, folder }: LogOptions): OpenLog {
  const ring = new Ring(RING_ENTRIES);
  const files = new DailyFiles(folder, ({ code, sinceMs, lost }) => {
    const since = new Date(sinceMs).toISOString();
    log.logger('log').warn(`Log files can be written again: ${code} since ${since}, ${lost} entries lost`, {
      code,
      since,
      lost,
    });
  });
  // Files last: they may speak up themselves, and what they say comes after the entry in every sink.
  const feed = new LogFeed();
  const log = new Log(nowMs, [stdoutSink(write, format), ring, feed, files]);
  return { log, reader: new LogReader(ring, folder), files, feed };
}
