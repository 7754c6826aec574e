import { expect, test } from 'vitest';
import { allBatchPaths, deleteAll, keepCompanies } from '../../src/publish/clean.ts';
import { Layout } from '../../src/publish/layout.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { put, textAt } from '../fixtures.ts';

const ID = '20251109T120000Z';

/** A data folder with what one batch of each generator leaves, and things that people put there. */
function folder() {
  const disk = new MemoryDisk();
  const layout = new Layout('/data');
  for (const each of layout.folders) disk.makeFolder(each);
  disk.makeFolder(layout.eventBatch(ID));
  put(disk, layout.eventLines(ID), 'twelve bytes');
  put(disk, layout.eventMeta(ID), '{}');
  put(disk, layout.companies, 'one\ntwo\nthree\n');
  put(disk, layout.companyMeta(ID), '{}');
  disk.makeFolder(`${layout.answerKeys}/driver`);
  put(disk, `${layout.answerKeys}/driver/${ID}.jsonl`, '{}\n');
  put(disk, `${layout.events}/notes.txt`, 'mine');
  put(disk, `${layout.companyBatches}/notes.json`, 'mine');
  disk.makeFolder(`${layout.events}/20251109`);
  return { disk, layout };
}

test('finds all that batches have left and nothing of other people', () => {
  const { disk, layout } = folder();
  disk.makeFolder(layout.stagedBatch('driver', ID));
  expect(allBatchPaths(disk, layout)).toEqual([
    layout.companies,
    layout.eventBatch(ID),
    layout.companyMeta(ID),
    layout.stagedBatch('driver', ID),
    `${layout.answerKeys}/driver/${ID}.jsonl`,
  ]);
});

test('says of each deleted thing what it was', () => {
  const { disk, layout } = folder();
  expect(deleteAll(disk, layout, [layout.companies, layout.eventBatch(ID)])).toEqual({
    items: [
      { name: 'companies.jsonl', path: 'raw/companies.jsonl', type: 'file', size: 14, fileCount: 1 },
      { name: ID, path: `raw/events/${ID}`, type: 'directory', size: 14, fileCount: 2 },
    ],
    errors: [],
  });
  expect(disk.list(layout.raw)).toEqual(['events']);
});

test('says nothing of what is not there', () => {
  const { disk, layout } = folder();
  const paths = allBatchPaths(disk, layout);
  deleteAll(disk, layout, paths);
  expect(deleteAll(disk, layout, paths)).toEqual({ items: [], errors: [] });
});

test('goes on past what cannot be deleted, and says so', () => {
  const { disk, layout } = folder();
  disk.fail('remove', 'EACCES', { path: 'companies.jsonl' });
  const { items, errors } = deleteAll(disk, layout, [layout.companies, layout.eventBatch(ID)]);
  expect(items.map(({ path }) => path)).toEqual([`raw/events/${ID}`]);
  expect(errors.length).toBe(1);
  expect(errors[0]).toContain('raw/companies.jsonl');
  expect(errors[0]).toContain('EACCES');
});

test('keeps the companies it is told to, in order, and says where each begins', () => {
  const { disk, layout } = folder();
  const kept = [
    { row: 7, offset: 0, length: 4 },
    { row: 9, offset: 8, length: 6 },
  ];
  expect(keepCompanies(disk, layout, kept)).toEqual(
    new Map([
      [7, 0],
      [9, 4],
    ]),
  );
  expect(textAt(disk, layout.companies)).toBe('one\nthree\n');
  expect(disk.list(layout.raw)).toEqual(['companies.jsonl', 'events']);
});

test('keeps them once: a second time changes nothing', () => {
  const { disk, layout } = folder();
  const kept = [{ row: 9, offset: 8, length: 6 }];
  const offsets = keepCompanies(disk, layout, kept);
  expect(keepCompanies(disk, layout, kept)).toEqual(offsets);
  expect(textAt(disk, layout.companies)).toBe('three\n');
});

test('a reader sees the old file until the new one is whole', () => {
  const { disk, layout } = folder();
  disk.fail('write', 'ENOSPC', { path: 'companies.jsonl' });
  expect(() => keepCompanies(disk, layout, [{ row: 9, offset: 8, length: 6 }])).toThrow('ENOSPC');
  expect(textAt(disk, layout.companies)).toBe('one\ntwo\nthree\n');
});

test('keeps megabytes', () => {
  const { disk, layout } = folder();
  const long = `${'x'.repeat(3 * (1 << 20) + 5)}\n`;
  put(disk, layout.companies, `gone\n${long}gone, too\n`);
  keepCompanies(disk, layout, [{ row: 1, offset: 5, length: long.length }]);
  expect(textAt(disk, layout.companies) === long).toBe(true);
});
