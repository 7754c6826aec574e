import { describe, expect, test } from 'vitest';
import { BATCH, readText, refusalOf } from './reading.ts';
import { BETWEEN, IN_SET, NOT_NAMED, UNIQUE, validation } from './validation.ts';

describe('which rows a result names', () => {
  test('a list that names fewer than failed: the rest is counted', () => {
    const result = {
      element_count: 90,
      unexpected_count: 5,
      unexpected_index_list: [{ event_id: 'a' }, { event_id: null }],
    };
    expect(readText('v.json', validation('lat', result))).toEqual({
      format: 'great_expectations',
      rejected: [{ generator: 'driver', event_id: 'a', rule: IN_SET, field: 'location.lat' }],
      counts: [{ rule: IN_SET, column: 'lat', unexpected: 4, total: 90 }],
      notes: [
        'Rows that show no id as text, nor a batch_id and a line: 1. Which records they are cannot be told: they are only counted.',
        `Expectations that do not name all rows that failed them: 1. ${NOT_NAMED}`,
      ],
    });
  });

  test('a company_id beside lines of events does not make companies of them', () => {
    const entry = { company_id: 'c', batch_id: BATCH, line_number: 3 };
    const results = [
      {
        success: true,
        expectation_config: { type: BETWEEN, kwargs: { column: 'lat' } },
        result: { unexpected_count: 0 },
      },
      {
        success: false,
        expectation_config: { type: IN_SET, kwargs: { column: 'company_id' } },
        result: { unexpected_count: 1, unexpected_index_list: [entry] },
      },
    ];
    expect(readText('v.json', JSON.stringify({ success: false, results })).rejected).toEqual([
      { generator: 'driver', batch_id: BATCH, line: 3, rule: IN_SET, field: 'company_id' },
    ]);
  });

  test('companies are known by their own id', () => {
    const result = { unexpected_count: 1, unexpected_index_list: [{ company_id: 'c', geography: 'XX' }] };
    expect(readText('v.json', validation('geography', result)).rejected).toEqual([
      { generator: 'company', event_id: 'c', rule: IN_SET, field: 'geography' },
    ]);
  });

  test('repeated values of another column than the id are all meant', () => {
    const ids = [
      { event_id: 'a', truck_id: 't' },
      { event_id: 'b', truck_id: 't' },
    ];
    const result = { unexpected_count: 2, unexpected_index_list: ids };
    expect(readText('v.json', validation('truck_id', result, UNIQUE)).rejected).toHaveLength(2);
  });

  test('a suite without expectations tried nothing', () => {
    expect(readText('v.json', '{"success":true,"results":[],"statistics":{}}').notes).toEqual([
      'A validation result has no expectations: nothing was tried.',
    ]);
  });

  test.each([
    [validation('lat', { unexpected_count: -1 }), `unexpected_count is -1, which is no number of rows`],
    [
      validation('lat', { unexpected_count: 1e300 }),
      `unexpected_count is 1e+300, which is no number of rows`,
    ],
    [
      validation('lat', { unexpected_count: 1, element_count: 'x' }),
      `element_count is "x", which is no number of rows`,
    ],
  ])('is refused: %s', (text, message) => {
    expect(refusalOf('v.json', text)).toBe(
      `v.json, line 1, ${IN_SET} (lat): ${message}. Write the validation result again`,
    );
  });
});
