import { EVENT_TYPES, type EventStripe } from '../fleet/event_stripe.ts';
import type { EligibleCompanies } from '../fleet/pool.ts';
import { writeCoordinate } from './coordinate.ts';
import type { LineBuffer } from './line_buffer.ts';
import { TimestampWriter } from './timestamp.ts';
import { UUID_BYTES, writeHex8, writeUuid } from './uuid.ts';

/** A driver event as it stands in `events.jsonl`, fields in this order. */
export type DriverEventRecord = {
  event_id: string;
  driver_id: string;
  company_id: string;
  truck_id: string;
  event_type: string;
  timestamp: string;
  location: { lat: number; lon: number };
};

const ZERO = 0x30;
const DASH = 0x2d;
/** More than the longest line has: 371 bytes. */
const MOST_LINE_BYTES = 400;

const ascii = (text: string) => new TextEncoder().encode(text);
const EVENT_ID = ascii('{"event_id":"');
const DRIVER_ID = ascii('","driver_id":"DRV-');
const COMPANY_ID = ascii('","company_id":"');
const TRUCK_ID = ascii('","truck_id":"TRK-');
const EVENT_TYPE = ascii('","event_type":"');
const EVENT_TYPE_NAMES = EVENT_TYPES.map(ascii);
const TIMESTAMP = ascii('","timestamp":"');
const LAT = ascii('","location":{"lat":');
const LON = ascii(',"lon":');
const END = ascii('}}\n');

/** Appends one line an event: the bytes that JSON.stringify gives of a {@link DriverEventRecord}, and `\n`. */
export function encodeEvents(
  lines: LineBuffer,
  events: EventStripe,
  companies: EligibleCompanies,
  startMs: number,
): void {
  const timestamps = new TimestampWriter();
  for (let i = 0; i < events.count; i++) {
    lines.reserve(MOST_LINE_BYTES);
    const { bytes } = lines;
    const company = events.company[i]!;
    const driver = events.driver[i]!;

    let at = copy(bytes, lines.length, EVENT_ID);
    at = writeUuid(bytes, at, events.ids, i);
    at = copy(bytes, at, DRIVER_ID);
    const companyId = at;
    at = writeUuid(bytes, at, companies.ids, company);
    at = writeNumber(bytes, at, driver);
    at = copy(bytes, at, COMPANY_ID);
    bytes.copyWithin(at, companyId, companyId + UUID_BYTES);
    at = copy(bytes, at + UUID_BYTES, TRUCK_ID);
    writeHex8(bytes, at, companies.ids[4 * company]!);
    at = writeNumber(bytes, at + 8, driver);
    at = copy(bytes, at, EVENT_TYPE);
    at = copy(bytes, at, EVENT_TYPE_NAMES[events.type[i]!]!);
    at = copy(bytes, at, TIMESTAMP);
    at = timestamps.write(bytes, at, startMs + events.offsetMs[i]!);
    at = copy(bytes, at, LAT);
    at = writeCoordinate(bytes, at, events.lat[i]!);
    at = copy(bytes, at, LON);
    at = writeCoordinate(bytes, at, events.lon[i]!);
    lines.length = copy(bytes, at, END);
    lines.endLine();
  }
}

/** Copies a short constant; a loop is faster than `set` at this length. */
function copy(bytes: Uint8Array, at: number, text: Uint8Array): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text[i]!;
  return at + text.length;
}

/** Writes `-` and a driver's number, 1–1000, in at least three digits. */
function writeNumber(bytes: Uint8Array, at: number, number: number): number {
  bytes[at++] = DASH;
  if (number >= 1000) bytes[at++] = ZERO + ((number / 1000) | 0);
  bytes[at] = ZERO + (((number / 100) | 0) % 10);
  bytes[at + 1] = ZERO + (((number / 10) | 0) % 10);
  bytes[at + 2] = ZERO + (number % 10);
  return at + 3;
}
