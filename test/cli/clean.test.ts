import { afterEach, expect, test } from 'vitest';
import { clean } from '../../src/cli/clean.ts';
import { readCommandLine, UsageError } from '../../src/cli/options.ts';
import { NoLedger } from '../../src/ledger/connection.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { FolderInUse, lockFolder } from '../../src/ledger/lock.ts';
import { SimulatedClock } from '../fakes/simulated_clock.ts';
import { at } from '../fixtures.ts';
import { publishedFolder, recorded, removeFolders } from './published_folder.ts';

afterEach(removeFolders);

type Folder = Awaited<ReturnType<typeof publishedFolder>>;

async function run(
  { dataDir, disk }: Folder,
  args: readonly string[],
  ask: ((question: string) => Promise<string>) | null = null,
) {
  const record = recorded();
  const { operands, options } = readCommandLine(['clean', '--data-dir', dataDir, ...args], {});
  const clock = new SimulatedClock(at('12:01:00'));
  const code = await clean(operands, options, { ...record, disk, clock, ask });
  return { code, out: record.out, err: record.err };
}

const batchesIn = ({ disk, layout }: Folder) => disk.list(layout.events);

test('--yes deletes all that was published; ledger and logs stay, and numbers begin at 1 again', async () => {
  const folder = await publishedFolder();
  const { code, out, err } = await run(folder, ['--yes']);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out).toEqual([
    expect.stringMatching(
      /^Deleted 3 company and 3 driver batches \(\d+ records, 0\.0 MB\): \d+ items, 0 errors$/,
    ),
  ]);
  expect(batchesIn(folder)).toEqual([]);
  expect(folder.disk.stat(folder.layout.companies)).toBeNull();
  const ledger = new Ledger(folder.layout.ledger);
  expect(ledger.openDataset()).toBeNull();
  expect(ledger.unfinishedClean()).toBeNull();
  ledger.close();
  expect(await run(folder, ['--yes'])).toMatchObject({
    code: 0,
    out: [`There is nothing to clean in ${folder.dataDir}`],
  });
});

test.each(['y', ' Yes '])('asks a person with what would go, and takes %j for a yes', async (answer) => {
  const folder = await publishedFolder();
  const questions: string[] = [];
  const { code } = await run(folder, [], async (question) => {
    questions.push(question);
    expect(batchesIn(folder)).toHaveLength(3);
    return answer;
  });
  expect(code).toBe(0);
  expect(questions).toEqual([
    expect.stringMatching(/^Delete 3 company and 3 driver batches .*\? \[y\/N\] $/),
  ]);
  expect(batchesIn(folder)).toEqual([]);
});

test.each(['', 'n', 'yep'])('takes %j for a no', async (answer) => {
  const folder = await publishedFolder();
  expect(await run(folder, [], async () => answer)).toMatchObject({ code: 1, out: ['Nothing was deleted'] });
  expect(batchesIn(folder)).toHaveLength(3);
});

test('where nobody can be asked it deletes nothing and says what to do', async () => {
  const folder = await publishedFolder();
  await expect(run(folder, [])).rejects.toThrow(UsageError);
  await expect(run(folder, [])).rejects.toThrow('give --yes');
  await expect(run(folder, ['all', '--yes'])).rejects.toThrow('clean takes no operand, got all');
  expect(batchesIn(folder)).toHaveLength(3);
});

test('a folder that a service works on is left alone', async () => {
  const folder = await publishedFolder();
  const unlock = lockFolder(folder.disk, folder.layout, at('12:00:30'));
  await expect(run(folder, ['--yes'])).rejects.toThrow(FolderInUse);
  unlock();
  expect(batchesIn(folder)).toHaveLength(3);
});

test('a folder without a ledger is none, and stays as it is', async () => {
  const folder = await publishedFolder();
  const elsewhere = { ...folder, dataDir: `${folder.dataDir}-none` };
  await expect(run(elsewhere, ['--yes'])).rejects.toThrow(NoLedger);
  expect(folder.disk.stat(elsewhere.dataDir)).toBeNull();
});
