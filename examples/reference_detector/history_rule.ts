import { type DriverEvent, impossibleEvents } from './driver_history.ts';
import { driverOf } from './driver_of.ts';
import { EVENT_TYPES, type EventType } from './fields.ts';
import { isObject, type JsonObject, type Line } from './lines.ts';
import { meantBy } from './spelling.ts';
import type { LineFinding } from './verdict.ts';

/**
 * Events that their driver cannot have reported where they stand. File order is the order of a driver's events: the
 * timestamp may be what is broken. A copy of an earlier line stands where another event should be, and so does a line
 * that does not say whose it is: there, any driver may have lost one.
 */
export function historyFindings(lines: readonly Line[], copies: ReadonlySet<Line>): LineFinding[] {
  const eventsOf = new Map<string, DriverEvent[]>();
  const lost: number[] = [];
  for (const line of lines) {
    const driver = copies.has(line) ? null : driverOf(line.record);
    if (driver === null) {
      lost.push(line.number);
      continue;
    }
    const events = eventsOf.get(driver);
    if (events === undefined) eventsOf.set(driver, [eventOn(line)]);
    else events.push(eventOn(line));
  }

  const lostBetween = (line: number, otherLine: number) => (firstAfter(lost, line) ?? otherLine) < otherLine;
  return [...eventsOf.values()].flatMap((events) =>
    impossibleEvents(events, lostBetween).map((line) => ({
      line,
      rule: 'driver_history',
      kind: 'impossible_transition',
      field: 'event_type',
    })),
  );
}

/** The first of ascending numbers that is greater than `bound`. */
function firstAfter(numbers: readonly number[], bound: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return numbers[low];
}

function eventOn({ number, record }: Line): DriverEvent {
  return { line: number, type: typeOf(record.event_type), place: placeOf(record.location) };
}

/** The event type that is written, or the one that is meant. */
function typeOf(value: unknown): EventType | null {
  if (typeof value !== 'string') return null;
  const meant = EVENT_TYPES.includes(value as EventType) ? value : meantBy(value, EVENT_TYPES);
  return meant as EventType | null;
}

function placeOf(value: unknown): string | null {
  if (!isObject(value)) return null;
  const { lat, lon }: JsonObject = value;
  const isOnGlobe =
    typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  return isOnGlobe ? `${lat},${lon}` : null;
}
