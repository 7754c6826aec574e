import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Generator } from './contract.ts';
import { diff } from './differ.ts';
import type { KeyLine } from './key_line.ts';

// Written from DESIGN §7 by hand: what the differ holds to be true, seen without the press.

const COMPANY_A = 'aaaaaaaa-1111-4111-8111-111111111111';
const COMPANY_B = 'bbbbbbbb-2222-4222-8222-222222222222';
const NOBODY = 'cccccccc-3333-4333-8333-333333333333';
const ZERO = '00000000-0000-0000-0000-000000000000';
const NOON = Date.UTC(2025, 10, 9, 12);

function event(n: number, company: string, type: string) {
  return {
    event_id: `e0000000-0000-4000-8000-00000000000${n}`,
    driver_id: `DRV-${company}-001`,
    company_id: company,
    truck_id: `TRK-${company.slice(0, 8)}-001`,
    event_type: type,
    timestamp: `2025-11-09T12:00:0${n}.250Z`,
    location: { lat: 52.5, lon: 13.25 },
  };
}

const EVENTS = [
  event(1, COMPANY_A, 'start driving'),
  event(2, COMPANY_B, 'start driving'),
  event(3, COMPANY_A, 'stopped driving'),
  event(4, COMPANY_B, 'stopped driving'),
  event(5, COMPANY_A, 'delivered'),
];
const COMPANIES = [COMPANY_A, COMPANY_B].map((id, i) => ({
  company_id: id,
  company_name: `Büro ${i}`,
  geography: 'US',
  active: true,
  drivers_count: 10,
  created_at: `2025-11-09T12:00:0${i}.000Z`,
}));

const text = (record: object): string => JSON.stringify(record);
const bytesOf = (lines: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]));

/** What the differ says of a batch with one or more lines (0-based) written differently. */
function found(generator: Generator, lines: Readonly<Record<number, string | Buffer>>): KeyLine[] {
  const clean: (string | Buffer)[] = (generator === 'driver' ? EVENTS : COMPANIES).map(text);
  return diff({
    generator,
    batchId: '20251109T120000Z',
    interval: { startMs: NOON, endMs: NOON + 10_000 },
    clean: bytesOf(clean),
    dirty: bytesOf(clean.map((line, i) => lines[i] ?? line)),
  });
}

describe('a line of the key', () => {
  test('has all that the format asks for', () => {
    const { truck_id: _, ...dirty } = EVENTS[2]!;
    const raw = text(dirty);
    const offset = text(EVENTS[0]!).length + text(EVENTS[1]!).length + 2;
    expect(JSON.stringify(found('driver', { 2: raw }))).toBe(
      `[{"defect_id":"driver:20251109T120000Z:3","generator":"driver","batch_id":"20251109T120000Z","line":3,` +
        `"byte_offset":${offset},"byte_length":${raw.length},` +
        `"raw_sha256":"${createHash('sha256').update(raw).digest('hex')}",` +
        `"record_id":"e0000000-0000-4000-8000-000000000003","kind":"missing_field","dimension":"completeness",` +
        `"scope":"row","fields":["truck_id"],` +
        `"ops":[{"op":"remove","path":"/truck_id","before":"TRK-aaaaaaaa-001","after":null}]}]`,
    );
  });

  test('of a company counts bytes, not letters', () => {
    const raw = text({ ...COMPANIES[1], company_name: '' });
    const [line] = found('company', { 1: raw });
    expect(line!.byte_offset).toBe(Buffer.byteLength(text(COMPANIES[0]!)) + 1);
    expect(line).toMatchObject({ record_id: COMPANY_B, kind: 'disguised_missing', fields: ['company_name'] });
  });

  test('is there for no batch without lines', () => {
    const nothing = Buffer.alloc(0);
    const interval = { startMs: NOON, endMs: NOON + 1 };
    expect(diff({ generator: 'driver', batchId: 'x', interval, clean: nothing, dirty: nothing })).toEqual([]);
  });
});

describe('kinds are told apart', () => {
  const own = EVENTS[4]!;
  const id = (n: number) => EVENTS[n]!.event_id;
  const cases: readonly [kind: string, change: object][] = [
    ['null_value', { location: null }],
    ['disguised_missing', { timestamp: '' }],
    ['disguised_missing', { event_type: 'N/A' }],
    ['disguised_missing', { event_id: ZERO }],
    ['disguised_missing', { company_id: ZERO }],
    ['disguised_missing', { location: { ...own.location, lat: '' } }],
    ['malformed_timestamp', { timestamp: '2025-13-09T12:00:05.250Z' }],
    ['malformed_timestamp', { timestamp: '2025-11-09T25:00:05.250Z' }],
    ['malformed_timestamp', { timestamp: '2025-11-09T24:00:00.000Z' }],
    ['malformed_timestamp', { timestamp: '2025-11-31T12:00:05.250Z' }],
    ['malformed_timestamp', { timestamp: '2025/11/09T12:00:05.250Z' }],
    ['malformed_timestamp', { timestamp: 'yesterday' }],
    ['timezone_missing', { timestamp: '2025-11-09T12:00:05.250' }],
    ['epoch_timestamp', { timestamp: NOON + 5250 }],
    ['epoch_timestamp', { timestamp: NOON / 1000 + 5 }],
    ['type_change', { timestamp: [own.timestamp] }],
    ['type_change', { event_type: 3 }],
    ['type_change', { location: { ...own.location, lat: '52.5' } }],
    ['invalid_enum', { event_type: 'loading' }],
    ['enum_variant', { event_type: 'DELIVERED' }],
    ['enum_variant', { event_type: 'deliverd' }],
    ['enum_variant', { event_type: 'deilvered' }],
    ['enum_variant', { event_type: 'deli_vered' }],
    ['padded_id', { event_id: ` ${own.event_id}` }],
    ['padded_id', { truck_id: `${own.truck_id}\u200b` }],
    ['out_of_range', { location: { ...own.location, lat: 90.00001 } }],
    ['out_of_range', { location: { ...own.location, lon: -180.00001 } }],
    ['extra_field', { ts: own.timestamp }],
    ['extra_field', { location: { ...own.location, alt: 3 } }],
    ['conflicting_duplicate', { event_id: id(1) }],
    ['boundary_violation', { timestamp: '2025-11-09T12:00:10.000Z' }],
    ['boundary_violation', { timestamp: '2025-11-09T11:59:59.999Z' }],
    ['orphan_reference', { company_id: NOBODY }],
    ['orphan_reference', { driver_id: `DRV-${NOBODY}-001` }],
    ['reference_mismatch', { truck_id: 'TRK-bbbbbbbb-001' }],
    ['impossible_transition', { event_type: 'stopped driving' }],
  ];
  test.each(cases)('%s: %j', (kind, change) => {
    expect(found('driver', { 4: text({ ...own, ...change }) })).toMatchObject([{ line: 5, kind }]);
  });

  test('a renamed key stays where it was', () => {
    const raw = text(EVENTS[0]!).replace('"lat"', '"latitude"');
    expect(found('driver', { 0: raw })).toMatchObject([
      {
        kind: 'renamed_field',
        fields: ['location.lat'],
        ops: [{ op: 'replace', path: '/location/lat#', before: 'lat', after: 'latitude' }],
      },
    ]);
  });

  test('the same line again, dirty or clean, is a duplicate; its id alone a conflict', () => {
    const { truck_id: _, ...dirty } = EVENTS[1]!;
    const lines = found('driver', {
      1: text(dirty),
      2: text(dirty),
      3: text({ ...EVENTS[3], event_id: id(1) }),
      4: text(EVENTS[0]!),
    });
    expect(lines.map(({ kind, fields }) => `${kind} of ${fields}`)).toEqual([
      'missing_field of truck_id',
      'duplicate of event_id',
      'conflicting_duplicate of event_id',
      'duplicate of event_id',
    ]);
    expect(lines[1]!.ops).toEqual([{ op: 'copy', path: 'line/2', before: EVENTS[2]!, after: null }]);
    expect(lines[3]!.ops[0]!.path).toBe('line/1');
  });

  test('a torn line loses the fields that are not whole', () => {
    const clean = text(COMPANIES[1]!);
    const fieldsOf = (cut: string) => {
      const line = Buffer.from(clean.slice(0, clean.indexOf(cut) + cut.length));
      const [torn] = found('company', { 1: line });
      expect(torn!.ops[0]!.path).toBe(`byte/${line.length}`);
      return torn!.fields;
    };
    expect(fieldsOf('"drivers_count":10')).toEqual(['created_at']);
    expect(fieldsOf('"drivers_count":1')).toEqual(['drivers_count', 'created_at']);
    expect(fieldsOf('"drivers_count":')).toEqual(['drivers_count', 'created_at']);
    expect(fieldsOf('Bü')).toEqual(['company_name', 'geography', 'active', 'drivers_count', 'created_at']);
  });

  test('a byte that is not UTF-8 is in the field where it stands', () => {
    const line = Buffer.from(text(COMPANIES[1]!));
    const at = line.indexOf('"US"') + 1;
    line[at] = 0xff;
    expect(found('company', { 1: line })).toMatchObject([
      {
        kind: 'bad_encoding',
        fields: ['geography'],
        ops: [{ op: 'bytes', path: `byte/${at}`, before: '55', after: 'ff' }],
      },
    ]);
  });
});

describe('what no kind explains is an error', () => {
  const own = EVENTS[4]!;
  const cases: Readonly<Record<string, string | Buffer>> = {
    'a space': text(own).replace('":', '": '),
    'an escape': text(own).replace('delivered', '\\u0064elivered'),
    'a key twice': text(own).replace('{', `{"event_id":"${own.event_id}",`),
    'another order': text(Object.fromEntries(Object.entries(own).toReversed())),
    'a type that its driver may have': text({ ...own, event_type: 'start driving' }),
    'an extra key that is not the last': text({ extra: 1, ...own }),
    'two changes': text({ ...own, event_type: null, truck_id: null }),
    'another time of the interval': text({ ...own, timestamp: '2025-11-09T12:00:09.999Z' }),
    'another instant as a number': text({ ...own, timestamp: NOON }),
    'another place on the globe': text({ ...own, location: { ...own.location, lat: 90 } }),
    'an id that no line has': text({ ...own, event_id: NOBODY }),
    'a company that is known': text({ ...own, company_id: COMPANY_B }),
    'a driver without a form': text({ ...own, driver_id: 'somebody' }),
    'another truck of the company': text({ ...own, truck_id: 'TRK-aaaaaaaa-002' }),
    'no JSON': text(own).replace('}}', '}]'),
    'two broken bytes': Buffer.from(text(own).replace('delivered', '\u00ff\u00fflivered'), 'latin1'),
  };
  test.each(Object.keys(cases))('%s', (name) => {
    expect(() => found('driver', { 4: cases[name]! })).toThrow('line 5');
  });

  test('a line more or less', () => {
    const clean = bytesOf(EVENTS.map(text));
    const pair = { generator: 'driver', batchId: 'x', interval: { startMs: NOON, endMs: NOON + 1 } } as const;
    expect(() => diff({ ...pair, clean, dirty: bytesOf(EVENTS.slice(1).map(text)) })).toThrow(
      '5 lines became 4',
    );
    expect(() => diff({ ...pair, clean, dirty: clean.subarray(0, -1) })).toThrow('no newline');
  });
});
