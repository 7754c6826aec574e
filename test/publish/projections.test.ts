import { expect, test } from 'vitest';
import { Layout } from '../../src/publish/layout.ts';
import { type Summary, writeProjections } from '../../src/publish/projections.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { at, jsonAt, textAt } from '../fixtures.ts';

const layout = new Layout('/data');

const summary: Summary = {
  datasetId: 3,
  datasetStartedMs: at('11:00:00'),
  runId: 'run-1',
  mode: 'emulated',
  seed: 42,
  paused: true,
  nowMs: at('12:00:10.123'),
  generators: {
    company: {
      batches: 6,
      records: 60,
      corrupted: 1,
      lastBatchId: '20251109T115950Z',
      lastPublishedMs: at('12:00:00'),
      intervalMs: 3_600_000,
    },
    driver: {
      batches: 7,
      records: 90,
      corrupted: 12,
      lastBatchId: '20251109T120000Z',
      lastPublishedMs: at('12:00:10'),
      intervalMs: 10_000,
    },
  },
  issues: { null_value: 3, missing_field: 9, duplicate: 1 },
};

const nothingYet = { batches: 0, records: 0, corrupted: 0, lastBatchId: null, lastPublishedMs: null };

function written(change: Partial<Summary> = {}, disk = new MemoryDisk()): MemoryDisk {
  disk.makeFolder(layout.manifests);
  writeProjections(disk, layout, { ...summary, ...change });
  return disk;
}

test('generator_state.json tells the state of the service and of both generators', () => {
  expect(jsonAt(written(), layout.generatorState)).toEqual({
    dataset_id: 3,
    run_id: 'run-1',
    generation_mode: 'emulated',
    seed: 42,
    paused: true,
    saved_at: '2025-11-09T12:00:10.123Z',
    company_generator: {
      total_batches: 6,
      last_batch_id: '20251109T115950Z',
      last_batch_time: '2025-11-09T12:00:00.000Z',
    },
    driver_generator: {
      total_batches: 7,
      last_batch_id: '20251109T120000Z',
      last_batch_time: '2025-11-09T12:00:10.000Z',
    },
  });
});

test('batch_manifest.json counts events, not companies', () => {
  expect(jsonAt(written(), layout.batchManifest)).toEqual({
    last_batch_id: '20251109T120000Z',
    total_events: 90,
    total_batches: 7,
    last_updated: '2025-11-09T12:00:10.123Z',
  });
});

test('dataset.md has a row for each generator, and the defects, the most frequent first', () => {
  const page = textAt(written(), layout.datasetSummary);
  expect(page).toMatch(/^# Dataset 3\n/);
  expect(page).toContain('emulated mode from seed 42');
  expect(page).toContain('| companies | 3600 s | 6 | 60 | 1 | 20251109T115950Z |');
  expect(page).toContain('| driver events | 10 s | 7 | 90 | 12 | 20251109T120000Z |');
  expect(page).toContain('| missing_field | 9 |\n| null_value | 3 |\n| duplicate | 1 |\n');
});

test('before the first batch there is null, and a page without a table of defects', () => {
  const { company, driver } = summary.generators;
  const generators = { company: { ...company, ...nothingYet }, driver: { ...driver, ...nothingYet } };
  const disk = written({ generators, issues: {} });
  const none = { total_batches: 0, last_batch_id: null, last_batch_time: null };
  expect(jsonAt(disk, layout.generatorState)).toMatchObject({
    company_generator: none,
    driver_generator: none,
  });
  expect(jsonAt(disk, layout.batchManifest)).toMatchObject({ last_batch_id: null, total_events: 0 });
  const page = textAt(disk, layout.datasetSummary);
  expect(page).toContain('| driver events | 10 s | 0 | 0 | 0 | – |');
  expect(page).not.toContain('defect');
});

test('a disk that is full leaves the older projections whole, and nothing half written under their names', () => {
  for (const path of [layout.generatorState, layout.batchManifest, layout.datasetSummary]) {
    const disk = written();
    const before = textAt(disk, path);
    disk.fail('write', 'ENOSPC', { path });
    expect(() => written({ nowMs: at('12:00:20') }, disk)).toThrow('ENOSPC');
    expect(textAt(disk, path)).toBe(before);
    written({ nowMs: at('12:00:30') }, disk);
    expect(textAt(disk, path)).not.toBe(before);
    expect(disk.list(layout.manifests)).toEqual([
      'batch_manifest.json',
      'dataset.md',
      'generator_state.json',
    ]);
  }
});
