import { isAtLeast, type Level } from '../../../log/entry.ts';
import { type EntryLine, isEntry, type Line } from './log_tail.ts';

/** Which lines are to be seen. */
export type LogChoice = {
  readonly least: Level;
  /** Null where everything is. */
  readonly pattern: RegExp | null;
  /** The key of the last line to be seen, while newer ones have to wait; null if none has to. */
  readonly heldAt: number | null;
};

export type ShownLog = {
  /** Those with gaps between them. */
  readonly lines: readonly Line[];
  readonly shownEntries: number;
  readonly allEntries: number;
  /** Entries that would be seen, were newer ones not held back. */
  readonly waitingEntries: number;
};

/** What finds a text as it is written, whatever its case; null for an empty one. */
export function patternOf(search: string): RegExp | null {
  return search === '' ? null : new RegExp(`(${search.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')})`, 'iu');
}

/** The text in pieces: every second one, from the second on, is what the pattern finds. */
export function piecesOf(text: string, pattern: RegExp | null): readonly string[] {
  return pattern === null ? [text] : text.split(pattern);
}

/** So much is shown before what is found. */
const CONTEXT = 12;

/** A text of which only the beginning is seen, cut so that the first thing the pattern finds is. */
export function cutToFound(text: string, pattern: RegExp | null): string {
  const at = pattern === null ? -1 : text.search(pattern);
  return at <= 2 * CONTEXT ? text : `…${text.slice(at - CONTEXT)}`;
}

/** Gaps are seen whatever is chosen: what is missing might be what is looked for. */
export function choose(all: readonly Line[], { least, pattern, heldAt }: LogChoice): ShownLog {
  const lines: Line[] = [];
  let shownEntries = 0;
  let allEntries = 0;
  let waitingEntries = 0;
  for (const line of all) {
    const isHeld = heldAt !== null && line.key > heldAt;
    const isWanted = !isEntry(line) || (isAtLeast(line.entry.level, least) && holds(line, pattern));
    if (isWanted && !isHeld) lines.push(line);
    if (!isEntry(line)) continue;
    if (!isHeld) allEntries += 1;
    if (isWanted && isHeld) waitingEntries += 1;
    else if (isWanted) shownEntries += 1;
  }
  return { lines, shownEntries, allEntries, waitingEntries };
}

function holds({ entry, extra }: EntryLine, pattern: RegExp | null): boolean {
  return pattern === null || [entry.message, entry.logger, extra].some((text) => pattern.test(text));
}
