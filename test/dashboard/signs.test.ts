import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../src/dashboard/page/batch/signs.ts';

const drawn = (text: string) =>
  piecesOf(text)
    .map(({ text: piece, sign }) => (sign === null ? piece : `<${sign.drawn}>`))
    .join('');

describe('what nobody would see', () => {
  test.each([
    ['{"event_id":"\u200be"}', '{"event_id":"<U+200B>e"}'],
    ['{"event_id":" e"}', '{"event_id":"<␣>e"}'],
    ['{"event_id":"e  "}', '{"event_id":"e<␣␣>"}'],
    ['a\ufffd\ufffdb', 'a<U+FFFD><U+FFFD>b'],
    ['\ufeff{}\u202e\u00a0\u0007', '<U+FEFF>{}<U+202E><U+00A0><U+0007>'],
  ])('%j is drawn as %s', (text, expected) => expect(drawn(text)).toBe(expected));

  test.each([
    '',
    '{"event_type":"start driving"}',
    String.raw`{"company_name":"The \"Fast\" Lane \\ Co"}`,
    '東京運輸',
  ])('there is nothing of it in %s', (text) => expect(drawn(text)).toBe(text));

  test('is still there', () => {
    const text = '{"id":" \u200be\ufffd "}';
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  test('has a name in words', () => {
    expect(piecesOf('" \u200b\ufffd\u202e').map(({ sign }) => sign?.name)).toEqual([
      undefined,
      'space',
      'zero-width space (U+200B)',
      'bytes that are not UTF-8 (U+FFFD)',
      'U+202E',
    ]);
  });
});
