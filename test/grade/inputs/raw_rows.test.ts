import { describe, expect, test } from 'vitest';
import { readRejects } from '../../../src/grade/inputs/read_rejects.ts';
import {
  BATCH,
  bytesOf,
  eventId,
  fixtureBytes,
  readFixture,
  readText,
  refusalOf,
  sha256,
} from './reading.ts';

const LINES = new TextDecoder().decode(fixtureBytes('rejected_events.jsonl')).trimEnd().split('\n');
const [NULL_TYPE = '', NO_ID = '', TORN = '', COMPANY = ''] = LINES;

const READ = [
  { raw_sha256: sha256(NULL_TYPE), generator: 'driver', event_id: eventId(2) },
  { raw_sha256: sha256(NO_ID), generator: 'driver' },
  { raw_sha256: sha256(TORN) },
  { raw_sha256: sha256(COMPANY), generator: 'company', event_id: '5e0c2a77-1d1b-4c3e-9a60-7b8c9d0e1f20' },
] as const;

describe('rejected rows as JSON Lines', () => {
  test('are known by the hash of their line, and by the id that they show', () => {
    expect(readFixture('rejected_events.jsonl')).toEqual({
      format: 'json_lines',
      rejected: READ,
      counts: [],
      notes: [
        'Rows alone tell no rule, field or kind, and every line was taken for a rejected row.',
        'Rows that show no id: 1. They are known by their hash alone: as published, or not at all.',
        'Lines that are no JSON: 1. They were taken for torn rows, known by their hash alone.',
      ],
    });
  });

  test.each([
    ['\\r\\n', `${LINES.join('\r\n')}\r\n`],
    ['\\r\\n and \\n', `${NULL_TYPE}\r\n${NO_ID}\n${TORN}\r\n${COMPANY}`],
    ['a byte order mark', `\uFEFF${LINES.join('\n')}\n`],
    ['blank lines between', `${LINES.join('\n\n \n')}\n\n`],
  ])('have the same hashes with %s', (_, text) => {
    expect(readText('rows', text).rejected).toEqual(READ);
  });

  test('are kept as often as they are there', () => {
    const { rejected } = readText('rows', `${NULL_TYPE}\n${NULL_TYPE}\n`);
    expect(rejected).toEqual([READ[0], READ[0]]);
  });

  test('may hold bytes that are not UTF-8', () => {
    const line = bytesOf(NULL_TYPE);
    line[20] = 0xff;
    const [row] = readRejects('rows', line).rejected;
    expect(row).toEqual({
      raw_sha256: sha256(line),
      generator: 'driver',
      event_id: new TextDecoder().decode(line.subarray(13, 49)),
    });
  });

  test('that the pipeline wrote anew keep the batch that it noted; a strange one is told', () => {
    const rows = [
      `{"event_id":"a","driver_id":"d","_batch_id":"${BATCH}","_line":4}`,
      '{"event_id":"b","driver_id":"d","batch_id":17}',
    ];
    const read = readText('rows', rows.join('\n'));
    expect(read.rejected).toMatchObject([{ batch_id: BATCH, line: 4, event_id: 'a' }, { event_id: 'b' }]);
    expect(read.rejected[1]).not.toHaveProperty('batch_id');
    expect(read.notes).toContain('Rows whose batch_id is none of a published batch: 1. It was left out.');
  });

  test('that Spark could not parse have the hash of what it kept of them', () => {
    const { rejected } = readText('rows', `${JSON.stringify({ _corrupt_record: TORN })}\n`);
    expect(rejected).toEqual([{ raw_sha256: sha256(TORN) }]);
  });

  test('an id that is no text is none', () => {
    const { rejected } = readText(
      'rows',
      '{"event_id":42,"driver_id":"d"}\n{"company_id":["c"],"geography":"EU"}\n',
    );
    expect(rejected.map(({ generator, event_id }) => [generator, event_id])).toEqual([
      ['driver', undefined],
      ['company', undefined],
    ]);
  });
});

describe('torn lines', () => {
  test('are rows where all other lines are', () => {
    expect(readText('rows', `{\n${NULL_TYPE}\n{"eve\n`).rejected).toEqual([
      { raw_sha256: sha256('{') },
      READ[0],
      { raw_sha256: sha256('{"eve') },
    ]);
  });

  test('are rows on their own where they show keys that only rows have', () => {
    expect(readText('rows', `${TORN}\n{"eve\n`)).toMatchObject({
      format: 'json_lines',
      rejected: [READ[2], { raw_sha256: sha256('{"eve') }],
    });
  });

  test('at the end of a file without newline may be the file’s own fault, which is told', () => {
    expect(readText('rows', `${NULL_TYPE}\n${TORN}`).notes).toContain(
      'The last line is no JSON and has no newline: if the file was cut there, the row is not one that was published.',
    );
    expect(readText('rows', `${NULL_TYPE}\n${TORN}\n`).notes.join()).not.toContain('The last line');
  });

  test.each([
    ['nothing tells whose they are', '{"event_id":"0b6f\n', 1],
    ['they are of a verdict', `${NULL_TYPE}\n{"event_id":"a","rule":"x","co\n`, 2],
    ['they have lost their brace', `${NULL_TYPE}\n"driver_id":"d"}\n`, 2],
  ])('are refused where %s', (_, text, line) => {
    expect(refusalOf('rows', text)).toMatch(
      new RegExp(`^rows, line ${line}: half a JSON object, or none: "`),
    );
    expect(refusalOf('rows', text)).toContain(
      'Only among rows as published may a line be torn. Write the file again; report single torn lines as verdicts, by line or hash',
    );
  });
});
