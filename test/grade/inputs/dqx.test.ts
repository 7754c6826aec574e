import { describe, expect, test } from 'vitest';
import { BATCH, eventId, fixtureBytes, readFixture, readText, refusalOf, sha256 } from './reading.ts';

const second = { generator: 'driver', batch_id: BATCH, line: 2, event_id: eventId(2) } as const;
const third = { generator: 'driver', batch_id: BATCH, line: 3, event_id: eventId(3) } as const;

const READ = [
  { ...second, rule: 'event_type_is_null', field: 'event_type', action: 'quarantine' },
  { ...third, rule: 'location_lat_not_in_range', field: 'location.lat', action: 'quarantine' },
  { ...third, rule: 'event_id_company_id_is_not_unique', action: 'quarantine' },
  { ...third, rule: 'event_type_is_not_in_the_list', field: 'event_type', action: 'flag' },
] as const;

/** A row with an id and what DQX found, in whatever form. */
const rowWith = (results: object) =>
  `${JSON.stringify({ event_id: eventId(2), driver_id: 'd', ...results })}\n`;

describe('tables of Databricks DQX', () => {
  test('give every error and warning of a row; rows without either were accepted', () => {
    expect(readFixture('dqx_quarantine.jsonl')).toEqual({
      format: 'dqx',
      rejected: READ,
      counts: [{ rule: 'event_id_is_null', column: 'event_id', unexpected: 1, total: null }],
      notes: [
        'Rows that show no id as text, nor a batch_id and a line: 1. Which records they are cannot be told: they are only counted.',
        'Rows on which DQX skipped the check driver_known: 1. Its column or filter is not valid, so it judged none of them.',
      ],
    });
  });

  test('are read from an array too, as pandas writes it', () => {
    const lines = new TextDecoder().decode(fixtureBytes('dqx_quarantine.jsonl')).trimEnd().split('\n');
    expect(readText('q.json', `[${lines.join(',\n')}]`)).toMatchObject({ format: 'dqx', rejected: READ });
  });

  test('are read from a CSV whose structs are JSON, as Databricks downloads it', () => {
    const csv = `event_id,driver_id,_errors,_warnings\r\n${eventId(2)},d,"[{""name"":""n"",""columns"":[""lat""]}]",\r\n${eventId(3)},d,,\r\n`;
    expect(readText('q.csv', csv)).toMatchObject({
      format: 'dqx',
      rejected: [{ event_id: eventId(2), rule: 'n', field: 'location.lat', action: 'quarantine' }],
    });
  });

  test.each([
    ['structs with column', { _errors: [{ name: 'n', message: 'm', column: 'truck_id', function: 'f' }] }],
    ['structs with col_name and rule', { _errors: [{ name: 'n', rule: 'm', col_name: 'truck_id' }] }],
    ['structs without a name', { _errors: [{ function: 'n', columns: ['truck_id'] }] }],
  ])('of older versions: %s', (_, results) => {
    expect(readText('q.jsonl', rowWith(results)).rejected).toEqual([
      { generator: 'driver', event_id: eventId(2), rule: 'n', field: 'truck_id', action: 'quarantine' },
    ]);
  });

  test('of the first versions: a map of messages, whose checks are their keys', () => {
    const results = { _errors: { col_truck_id_is_null: 'Column truck_id is null' }, _warnings: null };
    expect(readText('q.jsonl', rowWith(results)).rejected).toEqual([
      { generator: 'driver', event_id: eventId(2), rule: 'col_truck_id_is_null', action: 'quarantine' },
    ]);
  });

  test('a check that older versions skipped is known by its message', () => {
    const message = "Check evaluation skipped due to invalid check columns: ['x']";
    const read = readText('q.jsonl', rowWith({ _errors: [{ name: 'n', message }] }));
    expect(read.rejected).toEqual([]);
    expect(read.notes[0]).toContain('DQX skipped the check n: 1.');
  });

  test('companies are known by their own id, and rows that Spark could not parse by their hash', () => {
    const results = { _errors: [{ name: 'n', columns: ['geography'] }] };
    const rows = [
      { company_id: 'c', geography: 'XX', ...results },
      { _corrupt_record: '{"event_id":"a', ...results },
    ];
    expect(readText('q.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')).rejected).toMatchObject([
      { generator: 'company', event_id: 'c', field: 'geography' },
      { raw_sha256: sha256('{"event_id":"a') },
    ]);
  });

  test('a line without a batch means nothing, and is told', () => {
    const read = readText('q.jsonl', rowWith({ line_number: 3, _errors: [{ name: 'n' }] }));
    expect(read.rejected).toEqual([
      { generator: 'driver', event_id: eventId(2), rule: 'n', action: 'quarantine' },
    ]);
    expect(read.notes).toEqual([
      'Rows with a line number and no batch_id: 1. A line is one of a batch, so it was left out.',
    ]);
  });

  test('with nothing in either column say that nothing was rejected', () => {
    expect(readText('q.jsonl', rowWith({ _errors: null, _warnings: [] }))).toEqual({
      format: 'dqx',
      rejected: [],
      counts: [],
      notes: [],
    });
  });

  test.each([
    [rowWith({ _errors: 'oh no' }), 'line 1, _errors: "oh no" where DQX has a list of structs'],
    [rowWith({ _errors: 3 }), 'line 1, _errors: "3" where DQX has a list of structs'],
    [rowWith({ _errors: ['n'] }), 'line 1, _errors: "[\\"n\\"]" where DQX has a list of structs'],
    [rowWith({ _errors: [{ name: 'n' }], _batch_id: BATCH, _line: 0 }), 'line 1: _line is 0'],
    [rowWith({ _errors: [{ name: 'n' }], _batch_id: BATCH, _line: 1e300 }), 'line 1: _line is 1e+300'],
    [`${rowWith({ _errors: [] })}{"event_id":"a","_err`, 'line 2: the line is no JSON, or half of one'],
    [
      `${rowWith({ _errors: [] })}{"batch_id":"b","line":1}`,
      'line 2: a verdict, where line 1 holds a row with results of DQX',
    ],
  ])('are refused: %j', (text, message) => {
    expect(refusalOf('q.jsonl', text)).toMatch(`q.jsonl, ${message}. `);
  });
});
