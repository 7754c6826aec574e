import { describe, expect, test } from 'vitest';
import { BATCH, bytesOf, readText, refusalOf } from './reading.ts';

const idsIn = (text: string) => readText('rows.csv', text).rejected.map(({ event_id }) => event_id);

describe('CSV', () => {
  test.each([
    ['\\r\\n', 'event_id,rule\r\na,x\r\nb,y\r\n'],
    ['no newline at the end', 'event_id,rule\na,x\nb,y'],
    ['a byte order mark', '\uFEFFevent_id,rule\na,x\nb,y\n'],
    ['semicolons', 'event_id;driver_id\na;x\nb;y\n'],
    ['tabs', 'event_id\tdriver_id\na\tx\nb\ty\n'],
    ['blank lines', 'event_id,driver_id\n\na,x\n\nb,y\n\n'],
    ['newlines within quotes', 'event_id,driver_id\na,"x\r\ny, ""z"""\nb,y\n'],
    ['one column', 'event_id\na\nb\n'],
  ])('is read with %s', (_, text) => {
    expect(idsIn(text.replace('rule', 'driver_id'))).toEqual(['a', 'b']);
  });

  test('tells an empty cell from an empty text', () => {
    expect(idsIn('event_id,driver_id\n"",x\n')).toEqual(['']);
    expect(readText('rows.csv', 'event_id,driver_id\n,x\n')).toMatchObject({
      rejected: [],
      counts: [{ rule: 'rows', unexpected: 1 }],
    });
  });

  test('keeps text as it is', () => {
    expect(idsIn('event_id,driver_id\n 😀 é\u200B,x\n"00017",x\n1e3,x\n')).toEqual([
      ' 😀 é\u200B',
      '00017',
      '1e3',
    ]);
  });

  test('tells blank lines', () => {
    expect(readText('rows.csv', 'event_id,driver_id\n\na,x\n').notes).toEqual([
      'Blank lines: 1. They were passed over.',
    ]);
  });

  test('a row’s place is the line on which it ends', () => {
    const text = `event_id,batch_id,line_number,driver_id\na,${BATCH},1,"x\ny"\nb,${BATCH},x,z\n`;
    expect(refusalOf('rows.csv', text)).toBe(
      'rows.csv, line 4: line_number is "x". Lines are whole numbers and count from 1 within their batch: number them so, or leave the column out',
    );
  });

  const AGAIN = 'Export the file again, with quotes within cells doubled (RFC 4180), or as JSON Lines';
  test.each([
    ['event_id,driver_id\na,x\nb\n', `line 3: a row with more or fewer cells than the header. ${AGAIN}`],
    ['event_id,driver_id\na,x,y\n', `line 2: a row with more or fewer cells than the header. ${AGAIN}`],
    ['event_id,driver_id\na,"x\nb,y\n', `line 3: a quote that is never closed. ${AGAIN}`],
    ['event_id,driver_id\na,"{\\"x\\"}"\n', `line 2: a quote within a quoted cell. ${AGAIN}`],
    ['event_id,driver_id\na,x"y\n', `line 2: a quote in the middle of a cell. ${AGAIN}`],
    ['event_id,event_id\na,b\n', 'line 1: the column "event_id" is there twice. Name each column once'],
  ])('is refused: %j', (text, message) => {
    expect(refusalOf('rows.csv', text)).toBe(`rows.csv, ${message}`);
  });

  test('is refused where it is not UTF-8', () => {
    const latin1 = Uint8Array.of(...bytesOf('event_id,driver_id\na,'), 0xe9, 0x0a);
    expect(refusalOf('rows.csv', latin1)).toBe(
      'rows.csv, line 2: bytes that are not UTF-8. Write the file again as UTF-8',
    );
  });
});
