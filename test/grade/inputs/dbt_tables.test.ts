import { describe, expect, test } from 'vitest';
import { BATCH, readText, refusalOf, sha256 } from './reading.ts';

const NOT_ID =
  'A unique test on other than event_id or company_id names no records: those beyond the first are counted.';

describe('tables of failures', () => {
  test('companies, the capitals of Snowflake, and numbers that BigQuery writes as text', () => {
    const company = '[{"UNIQUE_FIELD":"c","N_RECORDS":"3"}]';
    expect(readText('UNIQUE_SILVER_COMPANIES_COMPANY_ID.json', company).rejected).toEqual([
      {
        generator: 'company',
        event_id: 'c',
        rule: 'UNIQUE_SILVER_COMPANIES_COMPANY_ID',
        field: 'company_id',
        count: 2,
      },
    ]);
    const row = `{"event_id":"a","driver_id":"d","batch_id":"${BATCH}","line_number":"12"}`;
    expect(readText('not_null_e_timestamp.json', row).rejected).toMatchObject([
      { line: 12, field: 'timestamp' },
    ]);
    const csv = `event_id,batch_id,line_number\na,${BATCH},12.0\n`;
    expect(readText('t.csv', csv).rejected).toMatchObject([{ line: 12 }]);
  });

  test('unique on another column is counted, all of it in one', () => {
    const csv = 'unique_field,n_records\nTRK-1,3\nTRK-2,2\n';
    expect(readText('unique_e_truck_id.csv', csv)).toMatchObject({
      rejected: [],
      counts: [{ rule: 'unique_e_truck_id', column: 'truck_id', unexpected: 3, total: null }],
      notes: [NOT_ID],
    });
  });

  test.each([
    ['not_null_e_event_type', ['event_id', 'event_type'], 'event_type'],
    ['not_null_e_event_timestamp', ['event_id', 'event_timestamp'], undefined],
    ['not_null_e_location_lat', ['event_id', 'location_lat'], 'location.lat'],
    ['not_null_e_88e3d0cc45d9f05db4d9d15a7370abb3', ['event_id'], undefined],
    ['events_must_not_be_late', ['event_id'], undefined],
  ])('of %s with the columns %j: the field is %s', (name, columns, field) => {
    const csv = `${columns.join(',')}\n${columns.map((_, i) => `v${i}`).join(',')}\n`;
    expect(readText(`failures/${name}.csv`, csv).rejected).toEqual([
      { generator: 'driver', event_id: 'v0', rule: name, ...(field !== undefined && { field }) },
    ]);
  });

  test('rows in an array are by id, for no line of theirs is one that was published', () => {
    const rows = '[{"event_id":"a","driver_id":"d"},\n{"event_id":"a","driver_id":"d"},\n{"driver_id":"d"}]';
    expect(readText('quarantine.json', rows)).toEqual({
      format: 'dbt',
      rejected: [
        { generator: 'driver', event_id: 'a', rule: 'quarantine' },
        { generator: 'driver', event_id: 'a', rule: 'quarantine' },
      ],
      counts: [{ rule: 'quarantine', column: null, unexpected: 1, total: null }],
      notes: [
        'Rows that show no id as text, nor a batch_id and a line: 1. Which records they are cannot be told: they are only counted.',
      ],
    });
  });

  test('the same rows as lines are rows as published, unless the file is named after a test', () => {
    const line = '{"event_id":"a","driver_id":"d"}';
    expect(readText('quarantine.jsonl', line)).toMatchObject({
      format: 'json_lines',
      rejected: [{ raw_sha256: sha256(line) }],
    });
    expect(readText('source_not_null_raw_events_truck_id.jsonl', line)).toMatchObject({
      format: 'dbt',
      rejected: [{ event_id: 'a', field: 'truck_id' }],
    });
  });

  test.each([
    ['unique_field,n_records\na,1\n', 'line 2: n_records is "1", which is no whole number from 2'],
    [
      'unique_field,n_records\na,9007199254740993\n',
      'line 2: n_records is "9007199254740993", which is no whole number from 2',
    ],
    ['unique_field\na\n', 'line 2: n_records is missing, which is no whole number from 2'],
    ['value_field,n_records\na,\n', 'line 2: n_records is null, which is no whole number from 1'],
    ['{"value_field":"a","n_records":1}\n{"unique_f', 'line 2: the line is no JSON, or half of one'],
    [
      '{"value_field":"a","n_records":1}\n{"event_id":"a"}',
      'line 2: a row, where line 1 holds a value of a dbt test',
    ],
  ])('are refused: %j', (text, message) => {
    expect(refusalOf('t.csv', text)).toMatch(`t.csv, ${message}. `);
  });
});
