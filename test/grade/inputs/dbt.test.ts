import { describe, expect, test } from 'vitest';
import { BATCH, eventId, readFixture, readText } from './reading.ts';

const NOT_NULL = 'not_null_silver_events_event_type';
const REPEATED = 'dbt counts all records of a repeated id (n_records): one of each was taken as kept.';
const second = { generator: 'driver', batch_id: BATCH, line: 2, event_id: eventId(2) } as const;

describe('failures that dbt 1.12 stored, exported by DuckDB', () => {
  test.each(['csv', 'json', 'jsonl'])('not_null as .%s: whole rows', (extension) => {
    expect(readFixture(`${NOT_NULL}.${extension}`)).toEqual({
      format: 'dbt',
      rejected: [{ ...second, rule: NOT_NULL, field: 'event_type' }],
      counts: [],
      notes: [],
    });
  });

  test('a row without an id is known by its batch and line', () => {
    expect(readFixture('not_null_silver_events_event_id.csv').rejected).toEqual([
      {
        generator: 'driver',
        batch_id: BATCH,
        line: 5,
        rule: 'not_null_silver_events_event_id',
        field: 'event_id',
      },
    ]);
  });

  test('a test without failures leaves a header', () => {
    expect(readFixture('not_null_silver_events_timestamp.csv')).toEqual({
      format: 'dbt',
      rejected: [],
      counts: [],
      notes: ['The file has no rows: nothing was rejected.'],
    });
    expect(readText('not_null_silver_events_timestamp.json', '[\n\t\n]\n').format).toBe('dbt');
  });

  test('unique on an id: all records but one', () => {
    const rule = 'unique_silver_events_event_id';
    expect(readFixture(`${rule}.csv`)).toEqual({
      format: 'dbt',
      rejected: [{ generator: 'driver', event_id: eventId(3), rule, field: 'event_id', count: 1 }],
      counts: [],
      notes: [REPEATED],
    });
  });

  test('accepted_values and relationships: values alone, which are counted', () => {
    const accepted = 'accepted_values_silver_events_88e3d0cc45d9f05db4d9d15a7370abb3';
    expect(readFixture(`${accepted}.csv`)).toEqual({
      format: 'dbt',
      rejected: [],
      counts: [{ rule: accepted, column: null, unexpected: 1, total: null }],
      notes: ['An accepted_values test keeps the values that fail and not the rows: they are only counted.'],
    });
    const related = 'relationships_silver_events_d6ae7306232eb6870b03ae90414fdc3c';
    expect(readFixture(`${related}.csv`)).toMatchObject({
      rejected: [],
      counts: [{ rule: related, column: null, unexpected: 1, total: null }],
      notes: ['A relationships test keeps the values that fail and not the rows: they are only counted.'],
    });
  });
});
