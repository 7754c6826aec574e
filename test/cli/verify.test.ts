import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { readCommandLine } from '../../src/cli/options.ts';
import { verify } from '../../src/cli/verify.ts';
import { NoLedger } from '../../src/ledger/connection.ts';
import { publishedFolder, recorded, removeFolders } from './published_folder.ts';

afterEach(removeFolders);

type Folder = Awaited<ReturnType<typeof publishedFolder>>;

async function run({ dataDir, disk }: Pick<Folder, 'dataDir' | 'disk'>) {
  const record = recorded();
  const { operands, options } = readCommandLine(['verify', '--data-dir', dataDir], {});
  const code = await verify(operands, options, { disk, ...record });
  return { code, out: record.out };
}

function change(path: string, from: string | RegExp, to: string): void {
  const text = readFileSync(path, 'latin1');
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to), 'latin1');
}

test('a folder that nobody touched agrees with its ledger and seed', async () => {
  const { code, out } = await run(await publishedFolder());
  expect(code).toBe(0);
  expect(out).toEqual([
    expect.stringMatching(/^Verified 3 company and 3 driver batches, \d+ records: 0 mismatches$/),
  ]);
});

const MISHAPS: readonly (readonly [
  name: string,
  act: (folder: Folder, batchId: string) => void,
  told: RegExp,
])[] = [
  ['one byte of a batch', ({ layout }, id) => change(layout.eventLines(id), /driver_id/, 'driver_ix'), /events\.jsonl has the hash/],
  ['a batch that is gone', ({ layout }, id) => rmSync(layout.eventBatch(id), { recursive: true }), /is missing/],
  ['a batch with a line too many', ({ layout }, id) => appendFileSync(layout.eventLines(id), '{}\n'), /has \d+ bytes, the ledger says \d+/],
  ['a count in the metadata', ({ layout }, id) => change(layout.eventMeta(id), /"record_count": \d+/, '"record_count": 0'), /batch_meta\.json says record_count 0/],
  ['metadata that are no JSON', ({ layout }, id) => writeFileSync(layout.eventMeta(id), '{'), /is missing, or is no JSON/],
  ['a defect in the answer key', ({ layout }, id) => change(layout.answerKey('driver', id), /"line":\d+/, '"line":99'), /is another answer key/],
  ['an answer key that was cut', ({ layout }, id) => change(layout.answerKey('driver', id), /[^\n]+\n$/, ''), /is another answer key/],
  ['an answer key that is gone', ({ layout }, id) => rmSync(layout.answerKey('driver', id)), /\.jsonl is missing/],
  ['a batch that is nobody’s', ({ layout }) => mkdirSync(join(layout.events, '20200101T000000Z')), /20200101T000000Z is no batch of the ledger/],
  ['a line behind the companies', ({ layout }) => appendFileSync(layout.companies, '{}\n'), /companies\.jsonl has \d+ bytes/],
]; // biome-ignore format: a line a mishap

for (const [name, act, told] of MISHAPS) {
  test(`${name} is told in one line, and the exit code is 1`, async () => {
    const folder = await publishedFolder();
    const ids = readdirSync(folder.layout.events);
    act(folder, ids.find((id) => readFileSync(folder.layout.answerKey('driver', id), 'utf8') !== '')!);
    const { code, out } = await run(folder);
    expect(code).toBe(1);
    expect(out.length).toBeGreaterThanOrEqual(2);
    expect(out.slice(0, -1).some((line) => told.test(line))).toBe(true);
    expect(out.at(-1)).toMatch(/: \d+ mismatch(es)?$/);
  });
}

test('batches of another version are checked by their hash alone, and that is said', async () => {
  const folder = await publishedFolder();
  const ledger = new Database(folder.layout.ledger);
  ledger.exec("UPDATE batches SET generator_version = 1 WHERE generator = 'driver'");
  ledger.close();
  const { code, out } = await run(folder);
  expect(code).toBe(0);
  expect(out[0]).toBe('3 batches are of another version: their hash alone was checked');
});

test('a folder without a ledger is told with the way out', async () => {
  const { disk } = await publishedFolder();
  await expect(run({ disk, dataDir: '/nowhere' })).rejects.toThrow(NoLedger);
  await expect(run({ disk, dataDir: '/nowhere' })).rejects.toThrow('--data-dir');
});

test('a line behind the companies is told though a company batch is planned', async () => {
  const folder = await publishedFolder();
  const ledger = new Database(folder.layout.ledger);
  ledger.exec(`INSERT INTO batches (dataset_id, run_id, generator, number, batch_id, interval_start, interval_end, seed, state,
      mode, cause, generator_version, planned_at)
    SELECT dataset_id, run_id, generator, 4, 'next', interval_end, '2025-11-09T12:00:30.000Z', seed + 1, 'planned', mode, cause, 2, planned_at
    FROM batches WHERE generator = 'company' AND number = 3`);
  ledger.close();
  expect((await run(folder)).code).toBe(0);
  appendFileSync(folder.layout.companies, '{}\n');
  const { code, out } = await run(folder);
  expect(code).toBe(1);
  expect(out[0]).toContain('companies.jsonl has');
});

test('what is no ledger is told by its path, with the way out', async () => {
  const folder = await publishedFolder();
  for (const end of ['-wal', '-shm']) rmSync(`${folder.layout.ledger}${end}`, { force: true });
  writeFileSync(folder.layout.ledger, 'no database at all, whatever its name says'.repeat(100));
  await expect(run(folder)).rejects.toThrow(`${folder.layout.ledger} is no ledger`);
});
