import { EVENT_TYPES, type EventStripe, eventColumns } from '../fleet/event_stripe.ts';
import type { EligibleCompanies } from '../fleet/pool.ts';
import { CompanyTexts } from './company_texts.ts';
import { writeCoordinate } from './coordinate.ts';
import { doubleOf, pairOf, tripleOf, wordOf, writePair, writeTriple } from './fixed_text.ts';
import type { LineBuffer } from './line_buffer.ts';
import type { LineSource } from './line_source.ts';
import { TimestampWriter } from './timestamp.ts';
import { UUID_BYTES, writeUuid } from './uuid.ts';

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

/** More than the longest line has, and what is written behind a line and overwritten by the next. */
const MOST_LINE_BYTES = 400;

// Texts as constants, not as objects: the engine puts them into its code, which makes a line faster by a fifth.
const EVENT_ID = '{"event_id":"';
const [EVENT_ID_A, EVENT_ID_B] = pairOf(EVENT_ID);
const DRIVER_ID = '","driver_id":"DRV-';
const [DRIVER_ID_A, DRIVER_ID_B, DRIVER_ID_C] = tripleOf(DRIVER_ID);
const COMPANY_ID = '","company_id":"';
const [COMPANY_ID_A, COMPANY_ID_B] = pairOf(COMPANY_ID);
const TRUCK_ID = '","truck_id":"TRK-';
const [TRUCK_ID_A, TRUCK_ID_B, TRUCK_ID_C] = tripleOf(TRUCK_ID);
const EVENT_TYPE = '","event_type":"';
const [EVENT_TYPE_A, EVENT_TYPE_B] = pairOf(EVENT_TYPE);
const TYPES_A = Float64Array.from(EVENT_TYPES, (type) => pairOf(type)[0]);
const TYPES_B = Float64Array.from(EVENT_TYPES, (type) => pairOf(type)[1]);
const TYPE_LENGTHS = Uint8Array.from(EVENT_TYPES, (type) => type.length);
const TIMESTAMP = '","timestamp":"';
const [TIMESTAMP_A, TIMESTAMP_B] = pairOf(TIMESTAMP);
const LATITUDE = '","location":{"lat":';
const [LATITUDE_A, LATITUDE_B, LATITUDE_C] = tripleOf(LATITUDE);
const LONGITUDE = ',"lon":';
const LONGITUDE_TEXT = doubleOf(`${LONGITUDE} `);
const END = '}}\n';
const END_TEXT = wordOf(`${END} `);

/** `-001` to `-999`; driver 1000 of a company with that many has its fourth digit to itself. */
const NUMBERS = Int32Array.from({ length: 1001 }, (_, n) => wordOf(`-${String(n).padStart(3, '0')}`));
const NUMBER_BYTES = 4;
const ZERO = 0x30;

/** The lines of a stripe of events: the bytes that JSON.stringify gives of a {@link DriverEventRecord}, and `\n`. */
export class EventLines implements LineSource {
  readonly #timestamps = new TimestampWriter();
  readonly #companies = new CompanyTexts();
  #events = eventColumns(0);
  #startMs = 0;

  /** From now on the lines are those of these events, whose interval begins at `startMs`. */
  open(events: EventStripe, companies: EligibleCompanies, startMs: number): void {
    this.#events = events;
    this.#companies.clear(companies.ids);
    this.#startMs = startMs;
  }

  get lineCount(): number {
    return this.#events.count;
  }

  writeLines(lines: LineBuffer, from: number, to: number): void {
    const { ids, company, driver, type, offsetMs, lat, lon } = this.#events;
    lines.reserve((to - from) * MOST_LINE_BYTES, to - from);
    const view = lines.words;
    const ends = lines.ends;
    let line = lines.length;
    let n = lines.lineCount;
    for (let i = from; i < to; i++) {
      const number = driver[i]!;
      const kind = type[i]!;
      let at = writePair(view, line, EVENT_ID_A, EVENT_ID_B, EVENT_ID.length);
      at = writeUuid(view, at, ids, i);
      const driverCompany = writeTriple(view, at, DRIVER_ID_A, DRIVER_ID_B, DRIVER_ID_C, DRIVER_ID.length);
      at = writeNumber(view, driverCompany + UUID_BYTES, number);
      const companyId = writePair(view, at, COMPANY_ID_A, COMPANY_ID_B, COMPANY_ID.length);
      const truckCompany = writeTriple(
        view,
        companyId + UUID_BYTES,
        TRUCK_ID_A,
        TRUCK_ID_B,
        TRUCK_ID_C,
        TRUCK_ID.length,
      );
      this.#companies.write(view, company[i]!, driverCompany, companyId, truckCompany);
      at = writeNumber(view, truckCompany + 8, number);
      at = writePair(view, at, EVENT_TYPE_A, EVENT_TYPE_B, EVENT_TYPE.length);
      at = writePair(view, at, TYPES_A[kind]!, TYPES_B[kind]!, TYPE_LENGTHS[kind]!);
      at = writePair(view, at, TIMESTAMP_A, TIMESTAMP_B, TIMESTAMP.length);
      at = this.#timestamps.write(view, at, this.#startMs + offsetMs[i]!);
      at = writeTriple(view, at, LATITUDE_A, LATITUDE_B, LATITUDE_C, LATITUDE.length);
      at = writeCoordinate(view, at, lat[i]!);
      view.setFloat64(at, LONGITUDE_TEXT, true);
      at = writeCoordinate(view, at + LONGITUDE.length, lon[i]!);
      view.setInt32(at, END_TEXT, true);
      line = at + END.length;
      ends[n++] = line;
    }
    lines.length = line;
    lines.lineCount = n;
  }
}

/** Writes a dash and a driver's number, 1–1000, in at least three digits. Returns the offset past them. */
function writeNumber(view: DataView, at: number, number: number): number {
  if (number < 1000) {
    view.setInt32(at, NUMBERS[number]!, true);
    return at + NUMBER_BYTES;
  }
  view.setInt32(at, NUMBERS[number / 10]!, true);
  view.setUint8(at + NUMBER_BYTES, ZERO);
  return at + NUMBER_BYTES + 1;
}
