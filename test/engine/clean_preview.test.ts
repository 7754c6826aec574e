import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CleanSummary } from '../../src/engine/control.ts';
import { MODES, type Mode } from '../../src/plan/batch.ts';
import type { Disk } from '../../src/publish/disk.ts';
import {
  at,
  emulated,
  type Machine,
  machine,
  published,
  put,
  quality,
  type Service,
  staged,
  start,
  textAt,
  visible,
} from '../fixtures.ts';
import { mixed } from './mixed_modes.ts';

/** Dirty, so that batches have answer keys. */
const DIRTY = emulated({ quality: quality({ rate: 0.3 }) });
const NOTHING: CleanSummary = { companyBatches: 0, driverBatches: 0, records: 0, bytes: 0 };
/** What a clean may be of; null: all. */
const CLEANS: readonly (Mode | null)[] = [null, ...MODES];

/** Every file below a folder, with what is in it. */
function filesBelow(disk: Disk, folder: string): [string, string][] {
  return disk.list(folder).flatMap((name): [string, string][] => {
    const path = join(folder, name);
    return disk.stat(path)!.isFolder ? filesBelow(disk, path) : [[path, textAt(disk, path)]];
  });
}

/** Sums over what the ledger has as published. */
function summed(host: Machine, mode: Mode | null): CleanSummary {
  const rows = [...published(host, 'company'), ...published(host, 'driver')].filter(
    (row) => mode === null || row.mode === mode,
  );
  return {
    companyBatches: rows.filter(({ generator }) => generator === 'company').length,
    driverBatches: rows.filter(({ generator }) => generator === 'driver').length,
    records: rows.reduce((sum, { recordCount }) => sum + recordCount!, 0),
    bytes: rows.reduce((sum, { bytes }) => sum + bytes!, 0),
  };
}

/** Has a preview change nothing, and the clean that follows do what it said. Returns what that was. */
async function expectSameAsClean(host: Machine, { engine }: Service, mode: Mode | null) {
  const [files, rows] = [filesBelow(host.disk, host.layout.root), summed(host, null)];
  const preview = await engine.previewClean(mode);
  expect(filesBelow(host.disk, host.layout.root)).toEqual(files);
  expect(summed(host, null)).toEqual(rows);
  expect(host.ledger.unfinishedClean()).toBeNull();
  await engine.pause();
  expect(await engine.clean(mode)).toEqual(preview);
  return preview;
}

describe.each(CLEANS.map((mode) => [mode ?? 'all', mode] as const))(
  'the preview of a clean of %s',
  (_, mode) => {
    test('of an empty folder lists nothing, before and after', async () => {
      const host = machine();
      const service = start(host);
      await service.engine.pause();
      const nothing = { items: [], errors: [], summary: NOTHING };
      expect(await expectSameAsClean(host, service, mode)).toEqual(nothing);
      expect(await service.engine.previewClean(mode)).toEqual(nothing);
    });

    test('while batches are published lists those, and not the one that is staged', async () => {
      const host = machine();
      const service = start(host, { settings: DIRTY });
      await host.clock.runUntil(at('12:00:25'));
      expect(staged(host).length).toBeGreaterThan(0);
      const all = summed(host, mode);
      const { items, summary } = await expectSameAsClean(host, service, mode);
      expect(summary).toEqual(all);
      expect(items.length > 0).toBe(mode !== 'production');
    });

    test('while a batch is being made after a pause does not list it', async () => {
      const host = machine();
      const service = start(host, { settings: DIRTY });
      await host.clock.runUntil(at('12:00:10'));
      const letGo = service.press.hold();
      await host.clock.runUntil(at('12:00:20'));
      await service.engine.pause();
      // As the press would have left them by now.
      put(host.disk, host.layout.answerKey('driver', '20251109T120020Z'), 'half of a key');
      host.disk.makeFolder(host.layout.stagedBatch('driver', '20251109T120020Z'));
      const preview = await service.engine.previewClean(mode);
      letGo();
      expect(await service.engine.clean(mode)).toEqual(preview);
    });

    test('of both modes lists what goes and counts it by the ledger', async () => {
      const host = machine();
      const service = await mixed(host, { settings: DIRTY });
      const all = summed(host, mode);
      expect(Math.min(all.companyBatches, all.driverBatches, all.records, all.bytes)).toBeGreaterThan(2);
      const { items, summary } = await expectSameAsClean(host, service, mode);
      expect(summary).toEqual(all);
      // What stays of companies.jsonl is written anew: the file is not deleted.
      expect(items.some(({ path }) => path === 'raw/companies.jsonl')).toBe(mode === null);
      expect(items.some(({ path }) => path.startsWith('manifests/answer_key/driver/'))).toBe(true);
    });

    test('after a clean that met an error lists the rest', async () => {
      const host = machine();
      const { engine } = await mixed(host, { settings: DIRTY });
      host.disk.fail('rename', 'EIO', { path: 'staging/driver', times: 2 });
      const { errors, summary } = await engine.clean(mode);
      expect(errors.length).toBe(2);
      const preview = await engine.previewClean(mode);
      expect(preview.items.length).toBe(2);
      expect(preview.summary).toEqual(summary);
      expect(await engine.clean(mode)).toEqual(preview);
    });
  },
);

test('what the preview says is what the clean does, whatever somebody has deleted by hand', async () => {
  const probe = machine();
  await mixed(probe, { settings: DIRTY });
  const { layout } = probe;
  const paths = [
    layout.companies,
    ...probe.disk.list(layout.events).map((id) => layout.eventBatch(id)),
    ...probe.disk.list(layout.events).map((id) => layout.eventMeta(id)),
    ...probe.disk.list(layout.companyBatches).map((name) => join(layout.companyBatches, name)),
    ...probe.disk
      .list(layout.answerKeysOf('driver'))
      .map((name) => join(layout.answerKeysOf('driver'), name)),
  ];
  const deleted = fc.subarray(paths).map((some) => [...some].sort());
  await fc.assert(
    fc.asyncProperty(deleted, fc.constantFrom(...CLEANS), async (some, mode) => {
      const host = machine();
      const service = await mixed(host, { settings: DIRTY });
      for (const path of some) host.disk.remove(path);
      put(host.disk, join(layout.events, 'notes.txt'), 'mine');
      const { items } = await expectSameAsClean(host, service, mode);
      const gone = items.map(({ path }) => join(layout.root, path));
      expect(gone.filter((path) => some.includes(path))).toEqual([]);
      expect(visible(host).batches).toContain('notes.txt');
    }),
    { numRuns: 25 },
  );
  // Bounds a hang; it measures nothing.
}, 60_000);
