import { expect, test } from 'vitest';
import { readBytes } from '../../src/publish/batch_bytes.ts';
import { ForeignBytes } from '../../src/publish/publisher.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { put } from '../fixtures.ts';

const RANGE = { path: '/lines', offset: 7, bytes: 5 };

function read(text: string, from: number, length: number): string {
  const disk = new MemoryDisk();
  put(disk, '/lines', text);
  return new TextDecoder().decode(readBytes(disk, RANGE, from, length));
}

test('counts from where its range begins', () => {
  expect(read('before\nmine\nafter\n', 0, 5)).toBe('mine\n');
  expect(read('before\nmine\nafter\n', 1, 2)).toBe('in');
  expect(read('before\nmine\nafter\n', 5, 0)).toBe('');
});

test('does not give less than it is asked for', () => {
  expect(() => read('before\nmin', 0, 5)).toThrow(ForeignBytes);
  expect(() => read('before\nmin', 0, 5)).toThrow('/lines ends before byte 12');
});

test('a file that is gone is ENOENT, also where nothing is asked of it', () => {
  expect(() => readBytes(new MemoryDisk(), RANGE, 0, 0)).toThrow('ENOENT');
});
