import { expect, test } from 'vitest';
import { batchIdsIn, deleteAll, moveCompanyMeta } from '../../src/publish/clean.ts';
import { Layout } from '../../src/publish/layout.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { jsonAt, put, textAt } from '../fixtures.ts';

const ID = '20251109T120000Z';
const layout = new Layout('/data');

function folder(disk = new MemoryDisk()): MemoryDisk {
  for (const each of layout.folders) disk.makeFolder(each);
  disk.makeFolder(layout.eventBatch(ID));
  put(disk, layout.eventLines(ID), 'lines');
  put(disk, layout.eventMeta(ID), '{}');
  return disk;
}

test('a driver batch leaves the sight of readers whole, before anything of it is deleted', () => {
  const deletedInSight: string[] = [];
  const disk = new (class extends MemoryDisk {
    override remove(path: string): void {
      if (path.startsWith(layout.raw) && this.stat(path) !== null) deletedInSight.push(path);
      super.remove(path);
    }
  })();
  const { items } = deleteAll(folder(disk), layout, [layout.eventBatch(ID)]);
  expect(items.map(({ path }) => path)).toEqual([`raw/events/${ID}`]);
  expect(deletedInSight).toEqual([]);
  expect(disk.list(layout.events)).toEqual([]);
  expect(disk.list(layout.staging('driver'))).toEqual([]);
});

test('a driver batch that cannot be moved away stays whole, and is deleted the next time', () => {
  const disk = folder();
  disk.fail('rename', 'EIO', { path: ID });
  const { items, errors } = deleteAll(disk, layout, [layout.eventBatch(ID)]);
  expect(items).toEqual([]);
  expect(errors).toEqual([expect.stringContaining(`raw/events/${ID} could not be deleted`)]);
  expect(disk.list(layout.eventBatch(ID))).toEqual(['batch_meta.json', 'events.jsonl']);
  expect(deleteAll(disk, layout, [layout.eventBatch(ID)]).errors).toEqual([]);
  expect(disk.list(layout.events)).toEqual([]);
});

test('a driver batch that was moved away and could not be deleted is deleted the next time', () => {
  const disk = new (class extends MemoryDisk {
    fails = true;
    override remove(path: string): void {
      // What made room for the batch in staging went well.
      if (this.fails && this.stat(path) !== null) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      super.remove(path);
    }
  })();
  const path = layout.eventBatch(ID);
  expect(deleteAll(folder(disk), layout, [path]).errors).toEqual([expect.stringContaining('EIO')]);
  expect(disk.list(layout.events)).toEqual([]);
  expect(disk.list(layout.staging('driver'))).toEqual([ID]);
  disk.fails = false;
  expect(deleteAll(disk, layout, [path]).errors).toEqual([]);
  expect(disk.list(layout.staging('driver'))).toEqual([]);
});

test('a deletion that is not durable is told', () => {
  const disk = folder();
  disk.fail('sync', 'EIO', { path: layout.events });
  expect(deleteAll(disk, layout, [layout.eventBatch(ID)]).errors).toEqual([expect.stringContaining('EIO')]);
});

test('ids are those of batches, whatever people put beside them', () => {
  const disk = folder();
  for (const name of ['notes.txt', '20251109', `${ID}.bak`, `x${ID}`, '20251109T115950Z.json', '.DS_Store']) {
    put(disk, `${layout.companyBatches}/${name}`, '');
  }
  expect(batchIdsIn(disk, layout.companyBatches)).toEqual(['20251109T115950Z']);
  expect(batchIdsIn(disk, layout.events)).toEqual([ID]);
  expect(batchIdsIn(disk, '/nowhere')).toEqual([]);
});

test('company metadata say where the lines begin now, and keep all else in its order', () => {
  const disk = folder();
  put(disk, layout.companyMeta(ID), '{"batch_number":2,"file_offset":300,"file_length":70}');
  moveCompanyMeta(disk, layout, ID, 0);
  expect(Object.entries(jsonAt(disk, layout.companyMeta(ID)))).toEqual([
    ['batch_number', 2],
    ['file_offset', 0],
    ['file_length', 70],
  ]);
});

test('company metadata that somebody deleted are not made anew', () => {
  const disk = folder();
  moveCompanyMeta(disk, layout, ID, 0);
  expect(disk.list(layout.companyBatches)).toEqual([]);
});

test('company metadata are the old or the new ones when the disk is full', () => {
  const disk = folder();
  const before = '{"file_offset":300}';
  put(disk, layout.companyMeta(ID), before);
  disk.fail('write', 'ENOSPC', { path: ID });
  expect(() => moveCompanyMeta(disk, layout, ID, 0)).toThrow('ENOSPC');
  expect(textAt(disk, layout.companyMeta(ID))).toBe(before);
});
