import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileOfDay } from './daily_files.ts';
import { parseEntry } from './entry.ts';
import { type Placed, placeAfter } from './position.ts';

/** The days (`YYYY-MM-DD`) that have a log folder, oldest first. */
export async function loggedDays(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^\d{4}-\d\d-\d\d$/.test(name)).sort();
}

/**
 * The entries of a day's file in order, read a piece at a time; lines that are torn or not ours are passed over.
 * Ends early where the disk cannot be read: the log in memory must stay readable when the disk is what is wrong.
 */
export async function* entriesOfDay(folder: string, day: string): AsyncGenerator<Placed> {
  let last: Placed | null = null;
  for await (const line of linesOf(fileOfDay(folder, day))) {
    const entry = parseEntry(line);
    if (entry === null) continue;
    last = placeAfter(last?.at ?? null, entry);
    yield last;
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const text of createReadStream(file, { encoding: 'utf8' })) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch {
    return;
  }
}
