import { expect, test } from 'vitest';
import { dirtyLines } from '../../src/dashboard/page/api/dirty_lines.ts';
import { dirtyLinesOf, emittedBytesOf } from './key_lines.ts';

const LINES = 400;

test('the lines of defects come out of the bytes, in order', async () => {
  const bytes = emittedBytesOf('company', 'bad_encoding', LINES);
  const dirty = dirtyLinesOf('company', 'bad_encoding', LINES);
  const asked: number[] = [];
  const lines = await dirtyLines(
    dirty.map(({ key }) => key),
    async (from, to) => {
      asked.push(to - from);
      return bytes.subarray(from, to);
    },
  );
  expect(lines).toEqual(dirty.map(({ raw }) => raw));
  expect(asked).toHaveLength(1);
});

test('lines that lie far apart are asked for one by one', async () => {
  const bytes = emittedBytesOf('driver', 'null_value', LINES);
  const dirty = dirtyLinesOf('driver', 'null_value', LINES);
  const far = [dirty[0]!, dirty.at(-1)!];
  const asked: number[] = [];
  const lines = await dirtyLines(
    far.map(({ key }) => key),
    async (from, to) => {
      asked.push(to - from);
      return bytes.subarray(from, to);
    },
  );
  expect(lines).toEqual(far.map(({ raw }) => raw));
  expect(asked).toEqual(far.map(({ key }) => key.byte_length));
});

test('of no defects nothing is asked', async () => {
  const ask = () => Promise.reject(new Error('asked'));
  expect(await dirtyLines([], ask)).toEqual([]);
});
