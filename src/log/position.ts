import { parseInstant } from '../plan/instant.ts';
import type { LogEntry } from './entry.ts';

/** Where an entry stands in the log: the `nth` (from 1) of its millisecond, counted over all levels. */
export type Position = { readonly ms: number; readonly nth: number };

export type Placed = { readonly entry: LogEntry; readonly at: Position };

/** Before every entry. */
export const BEGINNING: Position = { ms: 0, nth: 0 };

/** Six digits: as many as a cursor has for it. No process says a million things in a millisecond. */
const LAST_NTH = 999_999;

export function isAfter(a: Position, b: Position): boolean {
  return a.ms > b.ms || (a.ms === b.ms && a.nth > b.nth);
}

/** The entry with its position, given that of the entry before it (null: it is the first). */
export function placeAfter(previous: Position | null, entry: LogEntry): Placed {
  const ms = Date.parse(entry.timestamp);
  const nth = previous?.ms === ms ? Math.min(previous.nth + 1, LAST_NTH) : 1;
  return { entry, at: { ms, nth } };
}

/**
 * A position as an ISO timestamp whose nanosecond digits hold `nth`: `2025-11-09T12:00:10.123000002Z` stands after the
 * second entry of that millisecond. Any reader of timestamps takes it, and it sorts as text.
 */
export function cursorOf({ ms, nth }: Position): string {
  return `${new Date(ms).toISOString().slice(0, -1)}${String(nth).padStart(6, '0')}Z`;
}

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(\d{6})Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * The position that a cursor or a user's ISO timestamp (a date, or a time with a zone) names; null if it is neither.
 * A user's timestamp stands after every entry of its millisecond.
 */
export function parsePosition(text: string): Position | null {
  const [, instant, nth] = CURSOR.exec(text) ?? [];
  const ms = parseInstant(instant === undefined ? text.replace(DAY, '$&T00:00Z') : `${instant}Z`);
  return ms === null ? null : { ms, nth: nth === undefined ? LAST_NTH : Number(nth) };
}
