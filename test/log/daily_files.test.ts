import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { DailyFiles, fileOfDay, type Outage } from '../../src/log/daily_files.ts';
import { parseEntry } from '../../src/log/entry.ts';
import { entryAt, NOON, removeFolders, temporaryFolder } from './log_fixture.ts';

afterEach(removeFolders);

const DAY_MS = 86_400_000;
const TODAY = '2025-11-09';

function open(folder = temporaryFolder()) {
  const healed: Outage[] = [];
  const files = new DailyFiles(folder, (outage) => healed.push(outage));
  return { folder, files, healed };
}

/** The messages in a day's file; null stands for a line that is no entry. */
function messages(folder: string, day = TODAY): (string | null)[] {
  const lines = readFileSync(fileOfDay(folder, day), 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => parseEntry(line)?.message ?? null);
}

describe('DailyFiles', () => {
  test('appends every entry to the file of its UTC day', () => {
    const { folder, files } = open();
    files.write(entryAt(NOON, 'a'));
    files.write(entryAt(NOON + 1, 'b'));
    files.write(entryAt(NOON + DAY_MS / 2 - 1, 'the last of the day'));
    files.write(entryAt(NOON + DAY_MS / 2, 'the first of the next'));
    expect(messages(folder)).toEqual(['a', 'b', 'the last of the day']);
    expect(messages(folder, '2025-11-10')).toEqual(['the first of the next']);
  });

  test('goes on behind what is there', () => {
    const { folder, files } = open();
    files.write(entryAt(NOON, 'before'));
    open(folder).files.write(entryAt(NOON + 1, 'after'));
    expect(messages(folder)).toEqual(['before', 'after']);
  });

  test('begins a new line behind one that a crash has torn', () => {
    const { folder, files } = open();
    files.write(entryAt(NOON, 'before'));
    appendFileSync(fileOfDay(folder, TODAY), '{"timestamp":"2025-11-09T12:0');
    open(folder).files.write(entryAt(NOON + 1, 'after'));
    expect(messages(folder)).toEqual(['before', null, 'after']);
  });

  test('makes its folder again when somebody deletes it', () => {
    const { folder, files, healed } = open();
    files.write(entryAt(NOON, 'a'));
    rmSync(folder, { recursive: true });
    files.write(entryAt(NOON + 1, 'b'));
    expect(messages(folder)).toEqual(['b']);
    expect(healed).toEqual([]);
  });

  test('keeps what a failing disk refuses, says so, and tells once when it is written', () => {
    const { folder, files, healed } = open();
    // A file where the day's folder would be: the disk fails whoever runs the test.
    writeFileSync(join(folder, TODAY), '');
    files.write(entryAt(NOON, 'a'));
    files.write(entryAt(NOON + 1000, 'b'));
    expect(files.outage).toMatchObject({ sinceMs: NOON, lost: 0 });
    expect(files.outage!.code).toMatch(/^E[A-Z]+$/);
    expect(healed).toEqual([]);

    rmSync(join(folder, TODAY));
    files.write(entryAt(NOON + 2000, 'c'));
    files.write(entryAt(NOON + 3000, 'd'));
    expect(messages(folder)).toEqual(['a', 'b', 'c', 'd']);
    expect(files.outage).toBeNull();
    expect(healed).toEqual([expect.objectContaining({ sinceMs: NOON, lost: 0 })]);
  });

  test('lets the oldest go when too many wait, and counts them', () => {
    const { folder, files, healed } = open();
    writeFileSync(join(folder, TODAY), '');
    for (let i = 0; i < 2003; i++) files.write(entryAt(NOON + i, `${i}`));
    rmSync(join(folder, TODAY));
    files.write(entryAt(NOON + 5000, 'last'));
    expect(healed).toEqual([expect.objectContaining({ lost: 3 })]);
    const written = messages(folder);
    expect([written[0], written.at(-1), written.length]).toEqual(['3', 'last', 2001]);
  });

  test('touches no disk before the first entry', () => {
    const { folder } = open();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('writes what waited over midnight to the day it is of', () => {
    const { folder, files } = open();
    mkdirSync(fileOfDay(folder, TODAY), { recursive: true });
    files.write(entryAt(NOON, 'a'));
    rmSync(fileOfDay(folder, TODAY), { recursive: true });
    files.write(entryAt(NOON + DAY_MS, 'b'));
    expect([messages(folder), messages(folder, '2025-11-10')]).toEqual([['a'], ['b']]);
  });
});
