import { expect, test } from 'vitest';
import type { BatchRow } from '../../src/ledger/rows.ts';
import { at, emulated, jsonAt, machine, published, quality, sha256, start, textAt } from '../fixtures.ts';

const iso = (ms: number) => new Date(ms).toISOString();

function metaOf(row: BatchRow) {
  return {
    schema_version: 1,
    generator: row.generator,
    batch_id: row.batchId,
    batch_number: row.number,
    generation_mode: 'emulated',
    interval_start: iso(row.intervalStart),
    interval_end: iso(row.intervalEnd),
    record_count: row.recordCount,
    valid_count: row.recordCount! - row.corruptedCount!,
    corrupted_count: row.corruptedCount,
    seed: 42 + row.number - 1,
    generator_version: row.generatorVersion,
    pool_from: row.poolFrom,
    pool_to: row.poolTo,
    sha256: row.sha256,
    bytes: row.bytes,
    generation_timestamp: iso(row.generationTimestamp!),
  };
}

test('bytes, metadata and ledger tell the same of every batch', async () => {
  const host = machine();
  start(host, { settings: emulated({ quality: quality({ rate: 0.3 }) }) });
  await host.clock.runUntil(at('12:01:00'));
  const rows = [...published(host, 'company'), ...published(host, 'driver')];
  expect(rows.length).toBe(14);
  for (const row of rows) {
    const { path, offset, bytes } = host.layout.linesOf(row);
    const lines = host.disk.read(path, offset, bytes);
    expect(sha256(lines)).toBe(row.sha256!);
    expect(new TextDecoder().decode(lines).split('\n').length - 1).toBe(row.recordCount!);

    const isCompany = row.generator === 'company';
    const metaPath = isCompany
      ? host.layout.companyMeta(row.batchId)
      : `${host.layout.eventBatch(row.batchId)}/batch_meta.json`;
    const { issues, ...meta } = jsonAt(host.disk, metaPath);
    const place = isCompany ? { file_offset: row.fileOffset, file_length: row.bytes } : {};
    expect(meta).toEqual({ ...metaOf(row), ...place });
    expect(issues).toEqual(host.ledger.issuesOf(row.id));
    const defects = Object.values(issues as Record<string, number>).reduce((sum, count) => sum + count, 0);
    expect(defects).toBe(row.corruptedCount!);
  }
  expect(rows.some(({ corruptedCount }) => corruptedCount! > 0)).toBe(true);
});

test('a batch on time has its interval end as generation_timestamp, the baseline the wall clock', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:00:20'));
  for (const generator of ['company', 'driver'] as const) {
    expect(published(host, generator).map(({ generationTimestamp }) => generationTimestamp)).toEqual([
      at('12:00:03'),
      at('12:00:10'),
      at('12:00:20'),
    ]);
  }
});

test('a driver batch has the times of its publication, though it was staged before', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:00:10'));
  const folder = host.layout.eventBatch('20251109T120000Z');
  for (const path of [folder, `${folder}/events.jsonl`, `${folder}/batch_meta.json`]) {
    expect(host.disk.modifiedMs(path)).toBe(at('12:00:10'));
  }
});

test('generator_state.json says how far each generator is', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  const state = jsonAt(host.disk, host.layout.generatorState);
  expect(state).toMatchObject({
    dataset_id: 1,
    run_id: engine.status().runId,
    generation_mode: 'emulated',
    seed: 42,
    paused: false,
    saved_at: '2025-11-09T12:00:20.000Z',
    company_generator: {
      total_batches: 3,
      last_batch_id: '20251109T120010Z',
      last_batch_time: '2025-11-09T12:00:20.000Z',
    },
    driver_generator: { total_batches: 3, last_batch_id: '20251109T120010Z' },
  });
  expect(engine.status().stateSavedMs).toBe(at('12:00:20'));

  await host.clock.runUntil(at('12:00:25'));
  await engine.pause();
  expect(jsonAt(host.disk, host.layout.generatorState)).toMatchObject({
    paused: true,
    saved_at: '2025-11-09T12:00:25.000Z',
  });
});

test('batch_manifest.json counts the driver batches and their events', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:00:20'));
  expect(jsonAt(host.disk, host.layout.batchManifest)).toEqual({
    last_batch_id: '20251109T120010Z',
    total_events: published(host, 'driver').reduce((sum, { recordCount }) => sum + recordCount!, 0),
    total_batches: 3,
    last_updated: '2025-11-09T12:00:20.000Z',
  });
});

test('the projections of an empty dataset count nothing', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  await engine.clean(null);
  expect(jsonAt(host.disk, host.layout.batchManifest)).toMatchObject({
    last_batch_id: null,
    total_events: 0,
    total_batches: 0,
  });
  expect(jsonAt(host.disk, host.layout.generatorState)).toMatchObject({ paused: true, dataset_id: 2 });
});

test('dataset.md tells people of batches and defects', async () => {
  const host = machine();
  start(host, { settings: emulated({ quality: quality({ rate: 1 }) }) });
  await host.clock.runUntil(at('12:00:20'));
  const page = textAt(host.disk, host.layout.datasetSummary);
  expect(page).toContain('in emulated mode from seed 42');
  expect(page).toContain('| companies | 10 s | 3 | 30 | 30 | 20251109T120010Z |');
  expect(page).toContain('| missing_field |');
});

test('with defects the log splits valid from corrupted', async () => {
  const host = machine();
  const { log } = start(host, {
    settings: emulated({ quality: quality({ rate: 1, inDriverEvents: false }) }),
  });
  await host.clock.run(0);
  expect(log()).toContain('Company batch 1: 10 companies generated (0 valid, 10 corrupted)');
  expect(
    log().some((line) => /Driver batch 1: \d+ events generated \(\d+ valid, 0 corrupted\)/.test(line)),
  ).toBe(true);
});

test('nothing is left of a replaced file or of a published batch', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:00:15'));
  for (const folder of [host.layout.raw, host.layout.manifests, host.layout.companyBatches]) {
    expect(host.disk.list(folder).filter((name) => name.endsWith('.next'))).toEqual([]);
  }
  expect(host.disk.list(host.layout.staging('company'))).toEqual(['20251109T120010Z']);
});

test('two services with the same config on the same second write the same bytes', async () => {
  const texts = [];
  for (const _ of [1, 2]) {
    const host = machine();
    start(host, { settings: emulated({ quality: quality({ rate: 0.3 }) }) });
    await host.clock.runUntil(at('12:00:30'));
    texts.push([...published(host, 'company'), ...published(host, 'driver')].map(({ sha256 }) => sha256));
  }
  expect(texts[0]).toEqual(texts[1]!);
});
