import { describe, expect, test } from 'vitest';
import { readRejects } from '../../../src/grade/inputs/read_rejects.ts';
import { RejectsUnreadable } from '../../../src/grade/inputs/rejects_unreadable.ts';
import { BATCH, bytesOf, fixtureBytes, refusalOf } from './reading.ts';

const EMPTY = 'If nothing was rejected, leave it out or write []; else write it again, it was cut';
const KNOWN =
  'Known are verdicts, rejected rows, tables of Databricks DQX, validation results of Great Expectations and failures that dbt stored';
const CUT = 'Write the file again, it was cut or edited';

describe('a file is refused', () => {
  test.each([
    ['of no bytes', '', `f: the file is empty. ${EMPTY}`],
    ['of blanks', ' \r\n\t\n', `f: the file holds blanks alone. ${EMPTY}`],
    ['of prose', 'All went well.\n', `f, line 1: nothing is known of "all went well.". ${KNOWN}`],
    ['of a table of other things', 'a,b\n1,2\n', `f, line 1: nothing is known of "a, b". ${KNOWN}`],
    ['of other objects', '{"status":"ok"}\n', `f, line 1: nothing is known of "status". ${KNOWN}`],
    ['of an object without keys', '[{}]', `f, element 1: nothing is known of "". ${KNOWN}`],
    ['of numbers', '[1]', 'f, element 1: a number where a row should be. Every row is a JSON object'],
    [
      'with a list on a line',
      '{"event_id":"a","driver_id":"d"}\n[1]\n',
      'f, line 2: an array where a row should be. Every row is a JSON object',
    ],
    [
      'with null in a list',
      `[{"batch_id":"b","line":1},null]`,
      'f, element 2: null where a row should be. Every row is a JSON object',
    ],
    [
      'of half an array',
      '[{"event_id":"a"},\n {"event_id":"b"',
      `f, line 2: the JSON ends too early. ${CUT}`,
    ],
    [
      'with an edited array',
      '[\n{"event_id":"a"}\n{"event_id":"b"}]',
      `f, line 3: no JSON from "{\\"event_id\\":\\"b\\"}]" on. ${CUT}`,
    ],
    ['of two arrays', '[]\n[]\n', `f, line 2: no JSON from "[]" on. ${CUT}`],
    [
      'of verdicts and rows',
      `{"batch_id":"${BATCH}","line":1}\n{"event_id":"a","driver_id":"d"}\n`,
      'f, line 2: a row, where line 1 holds a verdict. Give each its own file',
    ],
  ])('%s', (_, text, message) => {
    expect(refusalOf('f', text)).toBe(message);
  });

  test('of half a validation result', () => {
    const whole = new TextDecoder().decode(fixtureBytes('gx_checkpoint_describe.json'));
    const half = whole.split('\n').slice(0, 40).join('\n');
    expect(refusalOf('gx.json', half)).toBe(`gx.json, line 40: the JSON ends too early. ${CUT}`);
  });

  test.each([
    [[0xff, 0xfe, 0x7b, 0x00], 'UTF-16 text'],
    [[0xfe, 0xff, 0x00, 0x7b], 'UTF-16 text'],
    [[0x1f, 0x8b, 0x08, 0x00], 'a gzip archive'],
    [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive'],
    [[0x50, 0x4b, 0x03, 0x04], 'a zip archive or a spreadsheet'],
    [[...bytesOf('PAR1')], 'a Parquet file'],
    [[...bytesOf('ORC')], 'an ORC file'],
  ])('that begins with %j: %s', (bytes, what) => {
    expect(refusalOf('f', Uint8Array.from(bytes))).toContain(`f: the file is ${what}. `);
  });

  test.each([
    ['[{"batch_id":"b","event_id":"?"}]'],
    ['{"batch_id":"b","event_id":"?"}'],
    ['{"event_id":"?","driver_id":"d","_errors":[]}'],
  ])('that is not UTF-8 where its text counts: %s', (text) => {
    const bytes = bytesOf(text);
    bytes[text.indexOf('?')] = 0xff;
    expect(refusalOf('f', bytes)).toBe('f, line 1: bytes that are not UTF-8. Write the file again as UTF-8');
  });

  test('with an error that says where', () => {
    const read = () => readRejects('f', bytesOf('[1]'));
    expect(read).toThrow(RejectsUnreadable);
    expect(read).toThrow(
      expect.objectContaining({ code: 'REJECTS_UNREADABLE', file: 'f', place: 'element 1' }),
    );
  });
});
