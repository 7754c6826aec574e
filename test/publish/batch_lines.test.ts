import { expect, test } from 'vitest';
import { readLines } from '../../src/publish/batch_lines.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';

const MIB = 1 << 20;

function diskWith(content: string | Uint8Array): MemoryDisk {
  const disk = new MemoryDisk();
  const file = disk.create('/lines');
  file.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return disk;
}

/** Lines of a whole file, or of a range of it. */
function linesOf(
  content: string | Uint8Array,
  {
    skip = 0,
    limit = 1000,
    offset = 0,
    bytes,
  }: { skip?: number; limit?: number; offset?: number; bytes?: number } = {},
): Promise<string[]> {
  const disk = diskWith(content);
  return readLines(disk, { path: '/lines', offset, bytes: bytes ?? disk.stat('/lines')!.size }, skip, limit);
}

test('gives the lines without their newlines', async () => {
  expect(await linesOf('one\ntwo\nthree\n')).toEqual(['one', 'two', 'three']);
  expect(await linesOf('')).toEqual([]);
  expect(await linesOf('\n\nx\n')).toEqual(['', '', 'x']);
});

test('skips lines, and gives no more than it is asked for', async () => {
  const text = 'a\nb\nc\nd\n';
  expect(await linesOf(text, { skip: 1, limit: 2 })).toEqual(['b', 'c']);
  expect(await linesOf(text, { skip: 3, limit: 9 })).toEqual(['d']);
  expect(await linesOf(text, { skip: 4 })).toEqual([]);
  expect(await linesOf(text, { limit: 0 })).toEqual([]);
});

test('sees nothing outside its range', async () => {
  const text = 'before\nmine\nmine, too\nafter\n';
  expect(await linesOf(text, { offset: 7, bytes: 15 })).toEqual(['mine', 'mine, too']);
});

test('a line without its newline is not a line yet', async () => {
  expect(await linesOf('whole\ntorn')).toEqual(['whole']);
});

test('a carriage return is a part of its line', async () => {
  expect(await linesOf('one\r\ntwo\rstill two\n')).toEqual(['one\r', 'two\rstill two']);
});

test('bytes that are not UTF-8 come as U+FFFD, and harm no other line', async () => {
  const bytes = new Uint8Array([0x61, 0xff, 0x62, 0x0a, 0xe2, 0x82, 0x0a, 0xe2, 0x82, 0xac, 0x0a]);
  expect(await linesOf(bytes)).toEqual(['a\ufffdb', '\ufffd', '€']);
});

test('a line, and a character, that lie over the border of two chunks are whole', async () => {
  for (const shift of [-2, -1, 0, 1, 2]) {
    const long = 'x'.repeat(MIB + shift);
    expect(await linesOf(`${long}€\nnext\n`, { limit: 2 })).toEqual([`${long}€`, 'next']);
    expect(await linesOf(`${'x'.repeat(MIB + shift - 1)}\nnext\n`, { skip: 1 })).toEqual(['next']);
  }
});

test('a line of several chunks is whole, be it wanted or skipped', async () => {
  const long = 'x'.repeat(3 * MIB + 7);
  const text = `first\n${long}\nlast\n`;
  const found = await linesOf(text);
  expect(found.map((line) => line.length)).toEqual([5, long.length, 4]);
  expect(found[1] === long).toBe(true);
  expect(await linesOf(text, { skip: 2 })).toEqual(['last']);
});

test('any slice of many lines over many chunks is the same slice of the text', async () => {
  const all = Array.from({ length: 40_000 }, (_, i) => `line ${i} ${'y'.repeat(i % 97)}`);
  const text = `${all.join('\n')}\n`;
  for (const [skip, limit] of [
    [0, 5],
    [16_000, 3],
    [39_998, 10],
    [12_345, 20_000],
  ] as const) {
    expect(await linesOf(text, { skip, limit })).toEqual(all.slice(skip, skip + limit));
  }
});

test('a file that is gone is ENOENT', async () => {
  await expect(
    readLines(new MemoryDisk(), { path: '/nowhere', offset: 0, bytes: 10 }, 0, 1),
  ).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a file that is shorter than its range gives the lines that are there', async () => {
  expect(await linesOf('one\ntwo\n', { bytes: 3 * MIB })).toEqual(['one', 'two']);
});
