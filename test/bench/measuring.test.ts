import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ddRate } from '../../bench/dd.ts';
import { watchOthers } from '../../bench/disturbance.ts';
import { measureInTurn } from '../../bench/in_turn.ts';
import { percentile } from '../../bench/percentile.ts';
import { inTempFolder } from '../../bench/temp_folder.ts';

test('a percentile is a value that was there, by nearest rank', () => {
  const values = Array.from({ length: 200 }, (_, i) => i + 1);
  expect([0.5, 0.99, 0.999, 1].map((share) => percentile(values, share))).toEqual([100, 198, 200, 200]);
  expect(percentile([], 0.5)).toBeNull();
});

test('ways are taken in turn, after a round that warms up', () => {
  const taken: string[] = [];
  const way = (name: string) => () => taken.push(name);
  const best = measureInTurn(2, { a: way('a'), b: way('b') });
  expect(taken.join('')).toBe('ababab');
  expect([...best.keys()]).toEqual(['a', 'b']);
  expect(best.get('a')!.made).toBeGreaterThan(1);
});

test('dd writes to the folder, says how fast, and leaves nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-dd-'));
  try {
    expect(await ddRate(folder, 1000)).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
    await expect(ddRate(join(folder, 'nowhere'), 1000)).rejects.toThrow('nowhere');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a temp folder is gone after its use, also after one that fails', async () => {
  let path = '';
  const failing = inTempFolder(async (folder) => {
    path = folder;
    writeFileSync(join(folder, 'file'), '');
    throw new Error('no luck');
  });
  await expect(failing).rejects.toThrow('no luck');
  expect(path).not.toBe('');
  expect(existsSync(path)).toBe(false);
});

test('what others take is a share, and what we do ourselves is no part of it', () => {
  const others = watchOthers();
  const { user } = process.cpuUsage();
  // Ten of the kernel's ticks, which the others cannot have had.
  while (process.cpuUsage().user - user < 100_000);
  const share = others();
  // There is no /proc.
  if (share === null) return;
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThan(1);
});
