import { describe, expect, test } from 'vitest';
import { BATCH, eventId, readFixture, readText } from './reading.ts';
import { BETWEEN, IN_SET, NOT_NAMED, UNIQUE, validation } from './validation.ts';

const COMPOUND = 'expect_compound_columns_to_be_unique';
const line = (n: number, event = n) =>
  ({ generator: 'driver', batch_id: BATCH, line: n, event_id: eventId(event) }) as const;

const IDENTIFIED = [
  { generator: 'driver', event_id: eventId(3), rule: IN_SET, field: 'event_type' },
  { generator: 'driver', event_id: eventId(3), rule: BETWEEN, field: 'location.lat' },
] as const;
const COUNTED = [
  { rule: IN_SET, column: 'event_type', unexpected: 1, total: 5 },
  { rule: BETWEEN, column: 'lat', unexpected: 1, total: 5 },
] as const;

describe('validation results of Great Expectations 1.24', () => {
  test('COMPLETE with names of index columns: rows by batch, line and id', () => {
    expect(readFixture('gx_complete_with_ids.json')).toEqual({
      format: 'great_expectations',
      rejected: [
        { ...line(2), rule: 'expect_column_values_to_not_be_null', field: 'event_type' },
        { ...line(3), rule: IN_SET, field: 'event_type' },
        { ...line(4, 3), rule: UNIQUE, field: 'event_id' },
        { ...line(3), rule: BETWEEN, field: 'location.lat' },
        { ...line(4, 3), rule: COMPOUND },
      ],
      counts: [],
      notes: [
        'expect_column_values_to_not_be_null (no_such) could not be tried: Error: The column "no_such" in BatchData does not exist.',
        'expect_table_row_count_to_equal failed and is about no single rows.',
        `First records of ids that ${UNIQUE} found more than once: 1. They were taken as kept; it names all alike.`,
        `First records of ids that ${COMPOUND} found more than once: 1. They were taken as kept; it names all alike.`,
      ],
    });
  });

  test.each(['gx_complete_without_ids.json', 'gx_basic.json'])('%s: only counts', (name) => {
    expect(readFixture(name)).toEqual({
      format: 'great_expectations',
      rejected: [],
      counts: COUNTED,
      notes: [`Expectations that do not name all rows that failed them: 2. ${NOT_NAMED}`],
    });
  });

  test('SUMMARY names its rows if its list was not cut', () => {
    expect(readFixture('gx_summary.json')).toMatchObject({ rejected: IDENTIFIED, counts: [], notes: [] });
    const ids = [{ event_id: 'a' }];
    const cut = validation('event_type', { unexpected_count: 21, partial_unexpected_index_list: ids });
    expect(readText('summary.json', cut)).toMatchObject({
      rejected: [],
      counts: [{ rule: IN_SET, column: 'event_type', unexpected: 21, total: null }],
    });
  });

  test('BOOLEAN_ONLY tells nothing of rows', () => {
    expect(readFixture('gx_boolean_only.json')).toEqual({
      format: 'great_expectations',
      rejected: [],
      counts: [],
      notes: [`${BETWEEN} (lat) failed and says neither how many rows nor which.`],
    });
  });

  test.each(['gx_checkpoint_describe.json', 'gx_checkpoint_run_results.json', 'gx_checkpoint_0_18.json'])(
    '%s: the suites of a checkpoint',
    (name) => {
      expect(readFixture(name)).toEqual({
        format: 'great_expectations',
        rejected: IDENTIFIED,
        counts: [],
        notes: [],
      });
    },
  );

  test('several validations, one a line', () => {
    const one = validation(
      'lat',
      { unexpected_count: 1, unexpected_index_list: [{ event_id: 'a' }] },
      BETWEEN,
    );
    expect(readText('v.jsonl', `${one}\n${one}\n`).rejected).toHaveLength(2);
  });
});
