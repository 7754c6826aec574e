import { describe, expect, test } from 'vitest';
import { type Batch, detect } from '../../examples/reference_detector/detect.ts';
import { CompanyRegister } from '../../examples/reference_detector/known_companies.ts';

const START_MS = Date.parse('2025-11-09T12:00:00.000Z');
const COMPANY = '5d2fe6ae-08e9-4075-8f6c-037c0f9f30e9';
const OTHER = '0b7a4c11-6f1e-4d0a-9c57-2f8f0d6b7e21';
const STRANGER = 'c1d2e3f4-1111-4222-8333-444455556666';

const COMPANY_RECORD = {
  company_id: COMPANY,
  company_name: 'Copper Canyon Freight',
  geography: 'US',
  active: true,
  drivers_count: 10,
  created_at: '2025-11-09T11:59:53.001Z',
};
const EVENT = {
  event_id: 'a25c28e8-53b1-47fb-9dba-846d4bbb4dbe',
  driver_id: `DRV-${COMPANY}-003`,
  company_id: COMPANY,
  truck_id: 'TRK-5d2fe6ae-003',
  event_type: 'delivered',
  timestamp: '2025-11-09T12:00:02.006Z',
  location: { lat: -35.2872, lon: -56.13733 },
};

/** Companies that are known when `companies.jsonl` holds these. */
function knownFrom(...records: readonly object[]) {
  const register = new CompanyRegister();
  register.read(bytesOf(...records));
  return register.soFar();
}

function bytesOf(...records: readonly (object | string)[]): Uint8Array {
  const lines = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record)));
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
}

const BOTH = knownFrom(COMPANY_RECORD, { ...COMPANY_RECORD, company_id: OTHER });

/** What is found in a driver batch of ten seconds: `line rule kind field`. */
function found(bytes: Uint8Array, companies = BOTH, changes: Partial<Batch> = {}): string[] {
  const batch: Batch = {
    generator: 'driver',
    batchId: '20251109T120000Z',
    intervalStartMs: START_MS,
    intervalEndMs: START_MS + 10_000,
    bytes,
    companies,
    ...changes,
  };
  return detect(batch).map(({ line, rule, kind, field }) => `${line} ${rule} ${kind ?? '-'} ${field ?? '-'}`);
}

test('a clean event is not flagged', () => expect(found(bytesOf(EVENT))).toEqual([]));

test.each([
  [
    'another calendar',
    { timestamp: '2025-02-30T12:00:02.006Z' },
    'instant_format malformed_timestamp timestamp',
  ],
  ['no milliseconds', { timestamp: '2025-11-09T12:00:02Z' }, 'instant_format malformed_timestamp timestamp'],
  [
    'the first instant after',
    { timestamp: '2025-11-09T12:00:10.000Z' },
    'within_interval boundary_violation timestamp',
  ],
  [
    'the last instant before',
    { timestamp: '2025-11-09T11:59:59.999Z' },
    'within_interval boundary_violation timestamp',
  ],
  ['an upper-case id', { event_id: EVENT.event_id.toUpperCase() }, 'id_format - event_id'],
  ['driver 000', { driver_id: `DRV-${COMPANY}-000` }, 'id_format - driver_id'],
  ['no event type we know', { event_type: 'deliver now' }, 'enum invalid_enum event_type'],
  ['a place that is no object', { location: [1, 2] }, 'type type_change location'],
  [
    'a place too far north',
    { location: { lat: 90.00001, lon: 0 } },
    'coordinate_range out_of_range location.lat',
  ],
  ['a new name below', { location: { lat: 1, lng: 2 } }, 'known_name renamed_field location.lon'],
  ['another truck of the company', { truck_id: 'TRK-5d2fe6ae-004' }, 'own_truck reference_mismatch truck_id'],
  [
    'a driver of another company',
    { driver_id: `DRV-${OTHER}-003` },
    'driver_of_company reference_mismatch driver_id',
  ],
  ['another company', { company_id: OTHER }, 'driver_of_company reference_mismatch company_id'],
  ['no such company', { company_id: STRANGER }, 'driver_of_company orphan_reference company_id'],
  [
    'no such company, and no truck to tell',
    { company_id: STRANGER, truck_id: 'lost' },
    'id_format - truck_id',
    'driver_of_company orphan_reference company_id',
  ],
] as [string, object, ...string[]][])('%s', (_, changes, ...findings) => {
  expect(found(bytesOf({ ...EVENT, ...changes }))).toEqual(findings.map((finding) => `1 ${finding}`));
});

test.each([
  ['cut', '{"event_id":"a25c', 'whole_line torn_line -'],
  ['empty', '', 'json_object - -'],
  ['a list', '[1,2]', 'json_object - -'],
])('a line that is %s', (_, line, finding) => {
  expect(found(bytesOf(line))).toEqual([`1 ${finding}`]);
});

test('the last line counts without its newline', () => {
  expect(found(bytesOf({ ...EVENT, event_id: null }).subarray(0, -1))).toEqual([
    '1 not_null null_value event_id',
  ]);
});

test('a copy is flagged once, whatever else is wrong with it', () => {
  const dirty = { ...EVENT, event_type: null };
  expect(found(bytesOf(dirty, EVENT, dirty))).toEqual([
    '1 not_null null_value event_type',
    '2 unique_id conflicting_duplicate event_id',
    '3 unique_line duplicate event_id',
  ]);
});

test('two stumps that are alike are two cut lines', () => {
  expect(found(bytesOf('{"ev', '{"ev'))).toEqual(['1 whole_line torn_line -', '2 whole_line torn_line -']);
});

describe('a company that nobody knows', () => {
  const stranger = {
    ...EVENT,
    company_id: STRANGER,
    driver_id: `DRV-${STRANGER}-003`,
    truck_id: 'TRK-c1d2e3f4-003',
  };

  test('is an orphan if every company is known', () => {
    expect(found(bytesOf(stranger))).toEqual(['1 known_company orphan_reference company_id']);
  });

  test('may be the one whose line does not say which it is', () => {
    const { company_id: _, ...anonymous } = COMPANY_RECORD;
    expect(found(bytesOf(stranger), knownFrom(anonymous))).toEqual([]);
  });

  test('may be the one whose line says it is another', () => {
    expect(found(bytesOf(stranger), knownFrom(COMPANY_RECORD, { ...COMPANY_RECORD, active: false }))).toEqual(
      [],
    );
    expect(found(bytesOf(EVENT), knownFrom(COMPANY_RECORD, { ...COMPANY_RECORD, active: false }))).toEqual(
      [],
    );
  });
});

describe('a company whose line is broken', () => {
  test.each([
    ['padded', { company_id: `${COMPANY}\u200b` }],
    ['wrapped', { company_id: [COMPANY] }],
    ['under another name', { company_id: undefined, companyId: COMPANY }],
  ])('is known if its id can be made out: %s', (_, changes) => {
    const companies = knownFrom({ ...COMPANY_RECORD, ...changes });
    expect(companies.isComplete).toBe(true);
    expect(found(bytesOf(EVENT), companies)).toEqual([]);
  });

  test.each([false, true, null, 'false', 0])('may drive unless it says it is not active: %j', (active) => {
    const findings = active === false ? ['1 active_company - company_id'] : [];
    expect(found(bytesOf(EVENT), knownFrom({ ...COMPANY_RECORD, active }))).toEqual(findings);
  });
});

test('lines that are read later do not change what was known', () => {
  const register = new CompanyRegister();
  const before = register.soFar();
  register.read(bytesOf(COMPANY_RECORD));
  expect([before.has(COMPANY), register.soFar().has(COMPANY)]).toEqual([false, true]);
});
