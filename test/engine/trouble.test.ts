import { expect, test } from 'vitest';
import type { DiskCall } from '../fakes/memory_disk.ts';
import {
  at,
  emulated,
  gapsOf,
  jsonAt,
  machine,
  production,
  published,
  staged,
  start,
  visible,
} from '../fixtures.ts';
import { settledIntervals } from './settled_intervals.ts';

const AT_STAGING: readonly [DiskCall, string][] = [
  ['create', '/staging/company/'],
  ['write', '/staging/driver/'],
  ['write', 'driver/20251109T120010Z/batch_meta.json'],
  ['sync', '/staging/driver'],
];
const AT_PUBLICATION: readonly [DiskCall, string][] = [
  ['append', 'raw/companies.jsonl'],
  ['write', 'raw/companies.jsonl'],
  ['rename', 'raw/events'],
  ['touch', 'staging/driver'],
  ['sync', 'raw/companies.jsonl'],
  ['sync', 'raw/events'],
  ['create', 'manifests/company_batches'],
];
const AT_PROJECTION: readonly [DiskCall, string][] = [
  ['write', 'generator_state.json'],
  ['rename', 'batch_manifest.json'],
];

for (const [call, path] of [...AT_STAGING, ...AT_PUBLICATION, ...AT_PROJECTION]) {
  test(`a full disk at ${call} of ${path} is told, survived and healed, and no batch is lost`, async () => {
    const host = machine();
    const { engine, log, batches } = start(host);
    await host.clock.runUntil(at('12:00:09'));
    host.disk.fail(call, 'ENOSPC', { path, times: Number.POSITIVE_INFINITY });
    await host.clock.runUntil(at('12:00:13'));
    expect(engine.status().problems).toMatchObject([{ code: 'ENOSPC' }]);
    expect(log('error').length).toBe(1);

    host.disk.heal();
    await host.clock.runUntil(at('12:00:50'));
    expect(engine.status().problems).toEqual([]);
    expect(log('error').length).toBe(1);
    for (const generator of ['company', 'driver'] as const) {
      const rows = published(host, generator);
      expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
      expect(rows.length).toBe(6);
      expect(settledIntervals(host, generator)).toEqual({ generator, broken: [] });
      // Whoever listens has heard of every batch once.
      expect(batches.filter((each) => each.generator === generator).map((each) => each.batch_number)).toEqual(
        rows.map(({ number }) => number),
      );
    }
    expect(visible(host).batches).toEqual(published(host, 'driver').map(({ batchId }) => batchId));
  });
}

test('a disk that fails over several intervals publishes what it had, and the rest is a gap', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:09'));
  host.disk.fail('rename', 'EIO', { path: 'raw/events', times: Number.POSITIVE_INFINITY });
  await host.clock.runUntil(at('12:00:41'));
  expect(engine.status().problems).toMatchObject([{ code: 'EIO', sinceMs: at('12:00:10') }]);
  host.disk.heal();
  await host.clock.runUntil(at('12:01:30'));
  expect(engine.status().problems).toEqual([]);
  const rows = published(host, 'driver');
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
  expect(rows[1]).toMatchObject({ batchId: '20251109T120000Z' });
  expect(gapsOf(host, 'driver').length).toBe(1);
  expect(settledIntervals(host, 'driver').broken).toEqual([]);
});

test('under catch_up a disk that failed over several intervals costs none', async () => {
  const host = machine();
  start(host, { settings: emulated({ missedIntervals: 'catch_up' }) });
  await host.clock.runUntil(at('12:00:09'));
  host.disk.fail('rename', 'EIO', { path: 'raw/events', times: Number.POSITIVE_INFINITY });
  await host.clock.runUntil(at('12:00:41'));
  host.disk.heal();
  await host.clock.runUntil(at('12:01:30'));
  expect(published(host, 'driver').length).toBe(10);
  expect(gapsOf(host, 'driver')).toEqual([]);
});

test('staging that failed once and then went well is no problem any more, however far away its boundary is', async () => {
  const host = machine();
  host.disk.fail('write', 'ENOSPC', { path: 'driver/20251109T120000Z/events.jsonl' });
  const { engine } = start(host, { settings: production() });
  await host.clock.runUntil(at('12:05:00'));
  expect(host.disk.hasFailed).toBe(true);
  expect(staged(host)).toContain('driver/20251109T120000Z');
  expect(engine.status().problems).toEqual([]);
});

test('a batch that is published a second late or more says when, one that is retried sooner does not', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:00:09'));
  host.disk.fail('rename', 'EIO', { path: 'raw/events', times: 1 });
  await host.clock.runUntil(at('12:00:19'));
  host.disk.fail('rename', 'EIO', { path: 'raw/events', times: 3 });
  await host.clock.runUntil(at('12:00:25'));
  const [, soon, late] = published(host, 'driver');
  expect(soon!.generationTimestamp).toBe(at('12:00:10'));
  expect(late!.generationTimestamp!).toBeGreaterThan(at('12:00:21'));
  const meta = jsonAt(host.disk, `${host.layout.eventBatch(late!.batchId)}/batch_meta.json`);
  expect(Date.parse(meta.generation_timestamp)).toBe(late!.generationTimestamp!);
});

test('a pause throws away what a failed staging has left', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:09'));
  host.disk.fail('write', 'ENOSPC', { path: 'batch_meta.json', times: Number.POSITIVE_INFINITY });
  await host.clock.runUntil(at('12:00:13'));
  await engine.pause();
  host.disk.heal();
  await host.clock.runUntil(at('12:00:20'));
  expect(staged(host)).toEqual([]);
});

for (const [call, path] of [
  ['remove', 'staging/driver'],
  ['create', 'generator_state.json'],
] as const) {
  test(`a pause takes effect and is kept though the disk fails at ${call} of ${path}`, async () => {
    const host = machine();
    const { engine, kill } = start(host);
    await host.clock.runUntil(at('12:00:05'));
    host.disk.fail(call, 'EROFS', { path });
    expect(await engine.pause()).toEqual({ changed: true });
    expect(engine.status().paused).toBe(true);
    await host.clock.runUntil(at('12:05:00'));
    const before = visible(host);
    kill();
    const second = start(host);
    await host.clock.runUntil(at('12:06:00'));
    expect(second.engine.status().paused).toBe(true);
    expect(visible(host)).toEqual(before);
  });
}

test('a resume that cannot write its projections has resumed', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  await engine.pause();
  host.disk.fail('create', 'ENOSPC', { path: 'generator_state.json' });
  expect(await engine.resume()).toMatchObject({ changed: true });
  expect(engine.status().paused).toBe(host.ledger.lastPauseOrResume()!.paused);
  await host.clock.runUntil(at('12:00:20'));
  expect(published(host, 'driver').length).toBeGreaterThan(1);
});

test('resume returns though the baseline cannot be published, and the baseline follows once the disk has healed', async () => {
  const host = machine();
  const { engine } = start(host);
  await engine.pause();
  host.disk.fail('rename', 'ENOSPC', { path: 'raw/events', times: Number.POSITIVE_INFINITY });
  await engine.resume();
  expect(engine.status()).toMatchObject({ paused: false, atBaseline: false });
  host.disk.heal();
  await host.clock.runUntil(at('12:00:05'));
  expect(engine.status()).toMatchObject({ atBaseline: true, problems: [] });
  expect(visible(host).batches).toEqual(['20251109T115950Z']);
});

test('a clock that is set back does not keep a problem from being tried again', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('create', 'ENOSPC', { path: 'manifests/company_batches', times: 1 });
  await host.clock.runUntil(at('12:00:10'));
  expect(engine.status().problems.length).toBe(1);
  await host.clock.stepTo(at('11:00:10'));
  await host.clock.run(60_000);
  expect(engine.status().problems).toEqual([]);
});

test('a company batch that was appended in part is completed though somebody pauses and resumes', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('write', 'ENOSPC', { path: 'raw/companies.jsonl', times: Number.POSITIVE_INFINITY });
  await host.clock.runUntil(at('12:00:12'));
  expect(visible(host).companies!.endsWith('\n')).toBe(false);
  await engine.pause();
  host.disk.heal();
  await engine.resume();
  await host.clock.runUntil(at('12:01:00'));
  expect(engine.status().problems).toEqual([]);
  const rows = published(host, 'company');
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
  expect(host.disk.stat(host.layout.companies)!.size).toBe(rows.reduce((sum, { bytes }) => sum + bytes!, 0));
});

test('a company batch that was appended in part is completed though somebody stops and starts the service', async () => {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('write', 'ENOSPC', { path: 'raw/companies.jsonl', times: Number.POSITIVE_INFINITY });
  await host.clock.runUntil(at('12:00:12'));
  await stop();
  host.disk.heal();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:01:00'));
  expect(engine.status().problems).toEqual([]);
  const rows = published(host, 'company');
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
  expect(host.disk.stat(host.layout.companies)!.size).toBe(rows.reduce((sum, { bytes }) => sum + bytes!, 0));
});
