import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { withMedallion } from './installed.ts';
import {
  COMPANY,
  company,
  EVENT,
  eventId,
  linesOf,
  OTHER,
  STRANGER,
  WrittenFolder,
} from './written_folder.ts';

const RULES = join(import.meta.dirname, '../../examples/medallion/silver/rules');
const { event_id: _, ...WITHOUT_ID } = EVENT;
const { timestamp: TIMESTAMP, ...WITHOUT_TIMESTAMP } = EVENT;

const OF_OTHER = { ...EVENT, company_id: OTHER, driver_id: `DRV-${OTHER}-001`, truck_id: 'TRK-0b7a4c11-001' };

/** A driver's history, an event each: `S`tart, s`T`op, `D`elivery. */
function history(letters: string, places: readonly number[] = []): object[] {
  const types: Record<string, string> = { S: 'start driving', T: 'stopped driving', D: 'delivered' };
  return [...letters].map((letter, i) => ({
    ...EVENT,
    event_id: eventId(i + 1),
    event_type: types[letter],
    location: { lat: places[i] ?? letters.slice(0, i + 1).split('T').length, lon: 1 },
  }));
}

withMedallion('rules of silver', () => {
  // One for all: it takes longer to open a warehouse than to clean a folder.
  let folder: WrittenFolder;
  beforeAll(() => {
    folder = new WrittenFolder();
  });
  beforeEach(() => {
    folder.clean();
    folder.addCompanies(company(COMPANY), company(OTHER));
  });
  afterAll(() => folder.delete());

  /** What went to quarantine since the last clean. */
  const quarantine = () =>
    folder.rows(
      'FROM silver.quarantine WHERE generation = (SELECT max(generation) FROM control.generations) ORDER BY line',
    );

  /** What a batch of these lines is quarantined for: `line rule kind field`. */
  async function quarantined(...records: readonly (object | string)[]): Promise<string[]> {
    folder.publish(1, 0, linesOf(...records));
    await folder.run();
    const rows = await quarantine();
    return rows.map(({ line, rule, kind, field }) => `${line} ${rule} ${kind ?? '-'} ${field ?? '-'}`);
  }

  test.each<[string, readonly (object | string)[], readonly string[]]>([
    ['clean', [EVENT], []],
    ['a copy', [EVENT, EVENT], ['2 unique_line duplicate event_id']],
    ['no UTF-8', [broken(EVENT)], ['1 utf8 bad_encoding event_type']],
    ['cut', [JSON.stringify(EVENT).slice(0, 200)], ['1 whole_line torn_line -']],
    ['a list', ['[1, 2]'], ['1 json_object - -']],
    ['an empty line', [''], ['1 json_object - -']],
    ['a missing key', [WITHOUT_ID], ['1 required missing_field event_id']],
    ['no key at all', [{}], ['1 required missing_field company_id']],
    ['half a place', [{ ...EVENT, location: { lat: 1 } }], ['1 required missing_field location.lon']],
    ['a new name', [{ ...WITHOUT_TIMESTAMP, ts: TIMESTAMP }], ['1 known_name renamed_field timestamp']],
    [
      'a new name within the place',
      [{ ...EVENT, location: { latitude: 1, lon: 2 } }],
      ['1 known_name renamed_field location.lat'],
    ],
    ['an extra key', [{ ...EVENT, speed: 80 }], ['1 no_extra extra_field speed']],
    ['null', [{ ...EVENT, truck_id: null }], ['1 not_null null_value truck_id']],
    ['a null place', [{ ...EVENT, location: null }], ['1 not_null null_value location']],
    ['a number for an id', [{ ...EVENT, driver_id: 3 }], ['1 type type_change driver_id']],
    [
      'a text for a number',
      [{ ...EVENT, location: { lat: '1', lon: 2 } }],
      ['1 type type_change location.lat'],
    ],
    ['a list for a place', [{ ...EVENT, location: [1, 2] }], ['1 type type_change location']],
    [
      'an object for an instant',
      [{ ...EVENT, timestamp: { at: TIMESTAMP } }],
      ['1 type type_change timestamp'],
    ],
    ['N/A', [{ ...EVENT, event_type: 'N/A' }], ['1 no_placeholder disguised_missing event_type']],
    ['nothing', [{ ...EVENT, timestamp: '' }], ['1 no_placeholder disguised_missing timestamp']],
    [
      'a zero UUID',
      [{ ...EVENT, company_id: '00000000-0000-0000-0000-000000000000' }],
      ['1 no_placeholder disguised_missing company_id'],
    ],
    [
      'a padded id',
      [{ ...EVENT, event_id: `${EVENT.event_id} ` }],
      ['1 id_without_padding padded_id event_id'],
    ],
    [
      'a zero-width space',
      [{ ...EVENT, truck_id: `\u200b${EVENT.truck_id}` }],
      ['1 id_without_padding padded_id truck_id'],
    ],
    ['an id in capitals', [{ ...EVENT, event_id: EVENT.event_id.toUpperCase() }], ['1 id_format - event_id']],
    ['driver 000', [{ ...EVENT, driver_id: `DRV-${COMPANY}-000` }], ['1 id_format - driver_id']],
    ['another case', [{ ...EVENT, event_type: 'Delivered' }], ['1 enum_spelling enum_variant event_type']],
    ['a typo', [{ ...EVENT, event_type: 'delivred' }], ['1 enum_spelling enum_variant event_type']],
    ['no event type', [{ ...EVENT, event_type: 'parked' }], ['1 enum invalid_enum event_type']],
    [
      'no Z',
      [{ ...EVENT, timestamp: TIMESTAMP.slice(0, -1) }],
      ['1 instant_zone timezone_missing timestamp'],
    ],
    [
      'a number for an instant',
      [{ ...EVENT, timestamp: 1762689602 }],
      ['1 instant_text epoch_timestamp timestamp'],
    ],
    [
      'month 13',
      [{ ...EVENT, timestamp: '2025-13-09T12:00:02.006Z' }],
      ['1 instant_format malformed_timestamp timestamp'],
    ],
    [
      '30 February',
      [{ ...EVENT, timestamp: '2025-02-30T12:00:02.006Z' }],
      ['1 instant_format malformed_timestamp timestamp'],
    ],
    [
      'a latitude of 91',
      [{ ...EVENT, location: { lat: 91, lon: 0 } }],
      ['1 coordinate_range out_of_range location.lat'],
    ],
    ['a latitude of -90', [{ ...EVENT, location: { lat: -90, lon: 180 } }], []],
    [
      "the interval's end",
      [{ ...EVENT, timestamp: '2025-11-09T12:00:10.000Z' }],
      ['1 within_interval boundary_violation timestamp'],
    ],
    ["the interval's start", [{ ...EVENT, timestamp: '2025-11-09T12:00:00.000Z' }], []],
    [
      'the same id with another payload',
      [EVENT, { ...EVENT, location: { lat: 1, lon: 2 } }],
      ['2 unique_id conflicting_duplicate event_id'],
    ],
    [
      'a company that does not exist',
      [{ ...EVENT, company_id: STRANGER }],
      ['1 driver_of_company orphan_reference company_id'],
    ],
    [
      'a driver of no company',
      [{ ...EVENT, driver_id: `DRV-${STRANGER}-003` }],
      ['1 driver_of_company orphan_reference driver_id'],
    ],
    [
      'a driver of another company',
      [{ ...EVENT, driver_id: `DRV-${OTHER}-003` }],
      ['1 driver_of_company reference_mismatch driver_id'],
    ],
    [
      'a truck of another company',
      [{ ...EVENT, truck_id: 'TRK-0b7a4c11-003' }],
      ['1 own_truck reference_mismatch truck_id'],
    ],
    [
      "another driver's truck",
      [{ ...EVENT, truck_id: 'TRK-5d2fe6ae-004' }],
      ['1 own_truck reference_mismatch truck_id'],
    ],
    [
      'all of a company that does not exist',
      [{ ...EVENT, company_id: STRANGER, driver_id: `DRV-${STRANGER}-003`, truck_id: 'TRK-c1d2e3f4-003' }],
      ['1 known_company orphan_reference company_id'],
    ],
    ['a history', history('STDSTD'), []],
    ['a lone delivery', history('STDD'), []],
    ['a stop without a start', history('TST'), ['1 driver_history impossible_transition event_type']],
    [
      'a start while driving',
      history('SSST', [1, 2, 2, 3]),
      ['2 driver_history impossible_transition event_type'],
    ],
    [
      'a delivery while driving',
      history('SDDST', [1, 2, 2, 2, 3]),
      ['2 driver_history impossible_transition event_type'],
    ],
    ['a start and no stop', history('STS', [1, 2, 2]), ['3 driver_history impossible_transition event_type']],
    [
      'two that cannot be',
      history('TTSS', [1, 2, 2, 3]),
      [
        '1 driver_history impossible_transition event_type',
        '4 driver_history impossible_transition event_type',
      ],
    ],
    [
      'a start that may have been lost',
      [OF_OTHER, OF_OTHER, ...history('T')],
      ['2 unique_line duplicate event_id'],
    ],
    [
      'a row rule goes before the history',
      [{ ...EVENT, event_type: 'start_driving' }],
      ['1 enum_spelling enum_variant event_type'],
    ],
  ])('%s', async (_name, records, expected) => {
    expect(await quarantined(...records)).toEqual(expected);
  });

  test('an id that silver has from another batch', async () => {
    folder.publish(1, 0, linesOf(EVENT));
    folder.publish(2, 10, linesOf({ ...EVENT, timestamp: '2025-11-09T12:00:12.006Z' }));
    await folder.run();
    expect(await quarantine()).toMatchObject([
      { batch_id: '20251109T120010Z', rule: 'unique_across_batches' },
    ]);
  });

  test('a company that is not active', async () => {
    folder.addCompanies(company(STRANGER, { active: false }));
    const strange = { company_id: STRANGER, driver_id: `DRV-${STRANGER}-003`, truck_id: 'TRK-c1d2e3f4-003' };
    expect(await quarantined({ ...EVENT, ...strange })).toEqual(['1 active_company - company_id']);
  });

  test('a company whose line cannot be read may be any', async () => {
    folder.addCompanies(company(OTHER, { company_id: null }));
    const strange = { company_id: STRANGER, driver_id: `DRV-${STRANGER}-003`, truck_id: 'TRK-c1d2e3f4-003' };
    expect(await quarantined({ ...EVENT, ...strange })).toEqual([]);
  });
});

/** The event's line with a byte of its event type that is not UTF-8. */
function broken(event: object): Buffer {
  const bytes = linesOf(event);
  bytes[bytes.indexOf('delivered') + 3] = 0xff;
  return bytes;
}

test('each rule says its column, scope and kind, and together they name every kind', () => {
  const kinds = readdirSync(RULES).map((file) => {
    const header = readFileSync(join(RULES, file), 'utf8').match(
      /^-- column: .+ · scope: (\w+) · kind: (.+)$/m,
    );
    expect(header, file).not.toBeNull();
    return { scope: header![1], text: header![2]! };
  });
  const unnamed = DEFECT_KINDS.filter(
    ({ kind, scope }) => !kinds.some((rule) => rule.scope === scope && rule.text.includes(kind)),
  );
  expect(unnamed).toEqual([]);
});
