import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { readCommandLine, UsageError } from '../../src/cli/options.ts';
import { replay } from '../../src/cli/replay.ts';
import { emulated } from '../fixtures.ts';
import { publishedFolder, recorded, removeFolders } from './published_folder.ts';

afterEach(removeFolders);

type Folder = Awaited<ReturnType<typeof publishedFolder>>;

async function run({ dataDir, disk }: Folder, ...args: string[]) {
  const record = recorded();
  const { operands, options } = readCommandLine(['replay', ...args, '--data-dir', dataDir], {});
  const code = await replay(operands, options, { disk, ...record });
  return { code, bytes: record.bytes(), err: record.err };
}

test('every batch comes out byte for byte, from the ledger alone', async () => {
  const folder = await publishedFolder();
  const { layout, disk } = folder;
  const ids = readdirSync(layout.events);
  const published = new Map(ids.map((id) => [id, readFileSync(layout.eventLines(id))]));
  const companies = readFileSync(layout.companies);
  disk.remove(layout.raw);
  disk.remove(layout.answerKeys);
  expect(ids.length).toBe(3);
  for (const id of ids) {
    const { code, bytes } = await run(folder, 'driver', id);
    expect(code).toBe(0);
    expect(bytes.equals(published.get(id)!)).toBe(true);
  }
  const metas = readdirSync(layout.companyBatches).sort();
  const all: Buffer[] = [];
  for (const name of metas) all.push((await run(folder, 'company', name.replace('.json', ''))).bytes);
  expect(Buffer.concat(all).equals(companies)).toBe(true);
});

test('--clean gives what the batch would be without defects', async () => {
  const dirty = await publishedFolder();
  const clean = await publishedFolder(emulated());
  let different = 0;
  for (const id of readdirSync(dirty.layout.events)) {
    const lines = readFileSync(clean.layout.eventLines(id));
    expect((await run(dirty, 'driver', id, '--clean')).bytes.equals(lines)).toBe(true);
    if (!(await run(dirty, 'driver', id)).bytes.equals(lines)) different += 1;
  }
  expect(different).toBeGreaterThan(0);
});

test('a batch that never was, or a generator that is none, is a mistake of usage', async () => {
  const folder = await publishedFolder();
  await expect(run(folder, 'driver', '20200101T000000Z')).rejects.toThrow(UsageError);
  await expect(run(folder, 'lorry', '20200101T000000Z')).rejects.toThrow('company, driver');
  await expect(run(folder, 'driver')).rejects.toThrow(UsageError);
});

test('a batch of another version of the bytes is refused before anything is written', async () => {
  const folder = await publishedFolder();
  const ledger = new Database(folder.layout.ledger);
  ledger.exec('UPDATE batches SET generator_version = 1');
  ledger.close();
  const [id] = readdirSync(folder.layout.events);
  await expect(run(folder, 'driver', id!)).rejects.toThrow('version 1');
});
