import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLines } from '../../src/encode/event_lines.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import { EVENT_TYPES, eventColumns } from '../../src/fleet/event_stripe.ts';
import type { EligibleCompanies } from '../../src/fleet/pool.ts';
import { uuidText } from '../../src/fleet/uuid.ts';
import { type DrawnEvent, drawEvents, orderOf } from '../fleet/drawn_events.ts';
import { companiesOf, linesOf, NOON } from '../press/jobs.ts';

const COMPANIES = companiesOf(2000);

/** Columns are filled here, not by the planner: the encoder must do with values that trips do not have. */
function encode(events: readonly DrawnEvent[], companies: EligibleCompanies, startMs = NOON): string[] {
  const columns = eventColumns(events.length + 2);
  columns.count = events.length;
  for (const [i, event] of events.entries()) {
    const hex = event.id.replaceAll('-', '');
    for (let word = 0; word < 4; word++) {
      columns.ids[4 * i + word] = Number.parseInt(hex.slice(8 * word, 8 * word + 8), 16);
    }
    columns.company[i] = event.company;
    columns.driver[i] = event.driver;
    columns.type[i] = event.type;
    columns.offsetMs[i] = event.offsetMs;
    columns.lat[i] = event.lat;
    columns.lon[i] = event.lon;
  }
  const lines = new LineBuffer();
  const source = new EventLines();
  source.open(columns, companies, startMs);
  expect(source.lineCount).toBe(events.length);
  // In two runs, as the press writes a long stripe.
  const middle = events.length >> 1;
  source.writeLines(lines, 0, middle);
  source.writeLines(lines, middle, events.length);
  expect(lines.lineCount).toBe(events.length);
  return linesOf(Buffer.from(lines.view()));
}

/** The line of DESIGN §4, the slow way. */
function lineOf(event: DrawnEvent, companies: EligibleCompanies, startMs = NOON): string {
  const companyId = uuidText(companies.ids, event.company);
  const seq = String(event.driver).padStart(3, '0');
  return JSON.stringify({
    event_id: event.id,
    driver_id: `DRV-${companyId}-${seq}`,
    company_id: companyId,
    truck_id: `TRK-${companyId.slice(0, 8)}-${seq}`,
    event_type: EVENT_TYPES[event.type],
    timestamp: new Date(startMs + event.offsetMs).toISOString(),
    location: { lat: event.lat / 1e5, lon: event.lon / 1e5 },
  });
}

const anyEvent: fc.Arbitrary<DrawnEvent> = fc.record({
  id: fc.uuid(),
  company: fc.nat(1999),
  driver: fc.integer({ min: 1, max: 1000 }),
  type: fc.nat(2),
  offsetMs: fc.nat(604_799_999),
  lat: fc.integer({ min: -9_000_000, max: 9_000_000 }),
  lon: fc.integer({ min: -18_000_000, max: 18_000_000 }),
});

test('a line as people see it', () => {
  const companies: EligibleCompanies = {
    count: 1,
    ids: Uint32Array.of(0x00234567, 0x89ab4cde, 0x8f012345, 0x6789abcd),
    homeLat: Int32Array.of(0),
    homeLon: Int32Array.of(0),
  };
  const event: DrawnEvent = {
    id: 'fedcba98-7654-4321-8fed-cba987654321',
    company: 0,
    driver: 7,
    type: 1,
    offsetMs: 3123,
    lat: 5_252_000,
    lon: -1,
  };
  expect(encode([event], companies)).toEqual([
    '{"event_id":"fedcba98-7654-4321-8fed-cba987654321","driver_id":"DRV-00234567-89ab-4cde-8f01-23456789abcd-007","company_id":"00234567-89ab-4cde-8f01-23456789abcd","truck_id":"TRK-00234567-007","event_type":"stopped driving","timestamp":"2025-11-09T12:00:03.123Z","location":{"lat":52.52,"lon":-0.00001}}',
  ]);
});

test('lines are what JSON.stringify makes of the records, whatever is in them', () => {
  const anyStart = fc.integer({ min: 0, max: 253_000_000_000 }).map((second) => 1000 * second);
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), anyStart, (events, startMs) => {
      const expected = events.map((event) => lineOf(event, COMPANIES, startMs));
      expect(encode(events, COMPANIES, startMs)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('every drawn event is its line, and parsed and written again the same', () => {
  const events = drawEvents(orderOf({ companies: COMPANIES, count: 20_000, driversPerCompany: 1000 }));
  const lines = encode(events, COMPANIES);
  for (const [i, line] of lines.entries()) {
    if (line !== lineOf(events[i]!, COMPANIES)) throw new Error(`line ${i}: ${line}`);
    if (line !== JSON.stringify(JSON.parse(line))) throw new Error(`line ${i} is not compact: ${line}`);
  }
  expect(events.some(({ company }) => company >= 1000)).toBe(true);
  expect(events.some(({ driver }) => driver >= 990)).toBe(true);
});

test('driver numbers have three digits, and the thousandth four', () => {
  const events = [1, 9, 10, 99, 100, 109, 999, 1000].map((driver, i): DrawnEvent => {
    const id = `00000000-0000-4000-8000-00000000000${i}`;
    return { id, company: 1999, driver, type: 0, offsetMs: 0, lat: 0, lon: 0 };
  });
  const records = encode(events, COMPANIES).map((line) => JSON.parse(line));
  const numbers = ['001', '009', '010', '099', '100', '109', '999', '1000'];
  const company = uuidText(COMPANIES.ids, 1999);
  expect(records.map(({ driver_id }) => driver_id)).toEqual(numbers.map((seq) => `DRV-${company}-${seq}`));
  expect(records.map(({ truck_id }) => truck_id)).toEqual(
    numbers.map((seq) => `TRK-${company.slice(0, 8)}-${seq}`),
  );
});

test('a stripe of the longest lines is whole, wherever the buffer grows', () => {
  const longest: DrawnEvent = {
    id: 'ffffffff-ffff-4fff-bfff-ffffffffffff',
    company: 0,
    driver: 1000,
    type: 1,
    offsetMs: 604_799_999,
    lat: -8_999_999,
    lon: -17_999_999,
  };
  const lines = encode(new Array<DrawnEvent>(5000).fill(longest), COMPANIES);
  expect(new Set(lines)).toEqual(new Set([lineOf(longest, COMPANIES)]));
});
