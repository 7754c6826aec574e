import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileOfDay } from './daily_files.ts';
import { parseEntry } from './entry.ts';
import { type Placed, placeAfter } from './position.ts';

/** Small, so that reading a large file never keeps the engine from a boundary for more than a few ms. */
const PIECE_BYTES = 16 * 1024;

/** The days (`YYYY-MM-DD`) that have a log folder, oldest first. */
export async function loggedDays(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^\d{4}-\d\d-\d\d$/.test(name)).sort();
}

/**
 * The entries of a day's file in order, some at a time; lines that are torn or not ours are passed over.
 * Ends early where the disk cannot be read: the log in memory must stay readable when the disk is what is wrong.
 */
export async function* entriesOfDay(folder: string, day: string): AsyncGenerator<readonly Placed[]> {
  let last: Placed | null = null;
  for await (const lines of linesOf(fileOfDay(folder, day))) {
    const placed: Placed[] = [];
    for (const line of lines) {
      const entry = parseEntry(line);
      if (entry === null) continue;
      last = placeAfter(last?.at ?? null, entry);
      placed.push(last);
    }
    yield placed;
  }
}

async function* linesOf(file: string): AsyncGenerator<readonly string[]> {
  let rest = '';
  try {
    for await (const text of createReadStream(file, { encoding: 'utf8', highWaterMark: PIECE_BYTES })) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      yield lines;
    }
  } catch {
    return;
  }
}
