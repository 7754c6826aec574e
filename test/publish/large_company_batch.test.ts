import { expect, test } from 'vitest';
import { batchIdOf } from '../../src/plan/batch_id.ts';
import { GENERATOR_VERSION } from '../../src/press/version.ts';
import { Layout } from '../../src/publish/layout.ts';
import { ForeignBytes, Publisher, type StagedBatch } from '../../src/publish/publisher.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { at, batchPlan, bytesAt } from '../fixtures.ts';

const MIB = 1 << 20;
const COMMITTED = 77;

/** A staged batch of 3 MiB and some, whose bytes tell one place from another, and a file that it goes behind. */
function staged() {
  const disk = new MemoryDisk();
  const layout = new Layout('/data');
  for (const folder of layout.folders) disk.makeFolder(folder);
  const plan = batchPlan({ generator: 'company' });
  const id = batchIdOf(plan.interval.startMs);
  const lines = Uint8Array.from({ length: 3 * MIB + 5 }, (_, i) => (i ^ (i >> 8) ^ (i >> 16)) & 0xff);
  disk.makeFolder(layout.stagedBatch('company', id));
  write(disk, layout.stagedLines('company', id), lines);
  const before = new Uint8Array(COMMITTED).fill(0x2e);
  const content = { recordCount: 1, corruptedCount: 0, issues: {}, bytes: lines.length, sha256: '' };
  const batch: StagedBatch = { plan, content, generatorVersion: GENERATOR_VERSION };
  return { disk, layout, lines, before, batch, publisher: new Publisher(disk, layout) };
}

function write(disk: MemoryDisk, path: string, ...parts: Uint8Array[]): void {
  const file = disk.create(path);
  for (const part of parts) file.write(part);
  file.close();
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

test('a batch that was cut before, at or after a copied piece is completed, byte for byte', () => {
  const { disk, layout, lines, before, batch, publisher } = staged();
  for (const cut of [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB, lines.length - 1, lines.length]) {
    write(disk, layout.companies, before, lines.subarray(0, cut));
    expect(publisher.reveal(batch, at('12:00:10'), COMMITTED)).toBe(COMMITTED);
    const found = bytesAt(disk, layout.companies);
    expect([cut, same(found, Buffer.concat([before, lines]))]).toEqual([cut, true]);
  }
});

test('one foreign byte is seen wherever it stands, and the file stays as it was', () => {
  const { disk, layout, lines, before, batch, publisher } = staged();
  for (const place of [0, MIB - 1, MIB, 2 * MIB + 9, lines.length - 1]) {
    const wrong = lines.slice();
    wrong[place]! ^= 1;
    write(disk, layout.companies, before, wrong);
    expect(() => publisher.reveal(batch, at('12:00:10'), COMMITTED)).toThrow(ForeignBytes);
    expect(same(bytesAt(disk, layout.companies), Buffer.concat([before, wrong]))).toBe(true);
  }
});

test('a disk that fills up while lines are appended leaves a part that is completed later', () => {
  const { disk, layout, lines, before, batch, publisher } = staged();
  write(disk, layout.companies, before);
  disk.fail('write', 'ENOSPC', { path: layout.companies });
  expect(() => publisher.reveal(batch, at('12:00:10'), COMMITTED)).toThrow('ENOSPC');
  expect(publisher.hasBegun(COMMITTED)).toBe(true);
  expect(publisher.reveal(batch, at('12:00:11'), COMMITTED)).toBe(COMMITTED);
  expect(same(bytesAt(disk, layout.companies), Buffer.concat([before, lines]))).toBe(true);
});

test('a batch has begun once the file is longer than the ledger says', () => {
  const { disk, layout, before, publisher } = staged();
  expect(publisher.hasBegun(0)).toBe(false);
  write(disk, layout.companies, before);
  expect([COMMITTED - 1, COMMITTED, COMMITTED + 1].map((bytes) => publisher.hasBegun(bytes))).toEqual([
    true,
    false,
    false,
  ]);
});
