import { expect, test } from 'vitest';
import { byteRange } from '../../src/api/byte_range.ts';

test.each([
  ['bytes=0-0', 0, 1],
  ['bytes=0-9', 0, 10],
  ['bytes=3-5', 3, 6],
  ['bytes=3-', 3, 10],
  ['bytes=9-', 9, 10],
  ['bytes=0-99999999999999999999', 0, 10],
  ['bytes=-1', 9, 10],
  ['bytes=-10', 0, 10],
  ['bytes=-99', 0, 10],
  ['Bytes=3-5', 3, 6],
])('%s of ten bytes is [%i, %i)', (header, from, to) => {
  expect(byteRange(header, 10)).toEqual({ from, to });
});

test.each(['bytes=10-', 'bytes=10-20', 'bytes=99999999999999999999-', 'bytes=-0', 'bytes=-00'])(
  '%s of ten bytes is unsatisfiable',
  (header) => expect(byteRange(header, 10)).toBe('unsatisfiable'),
);

test.each([
  undefined,
  '',
  'bytes',
  'bytes=',
  'bytes=-',
  'bytes=5-3',
  'bytes=12-11',
  'bytes=a-b',
  'bytes=1-2-3',
  'bytes=+1-2',
  'bytes=1.5-2',
  'bytes=0x1-2',
  'bytes=1-2x',
  'bytes=0-1,3-4',
  'bytes=-1,-2',
  'lines=0-1',
])('%s asks for all', (header) => expect(byteRange(header, 10)).toBeNull());

test('an empty batch has no bytes to begin at, and its last ones are all of it', () => {
  expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable');
  expect(byteRange('bytes=-5', 0)).toBeNull();
});
