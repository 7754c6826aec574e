import { expect, test } from 'vitest';
import { at, bytesAt, emulated, jsonAt, machine, published, start } from '../fixtures.ts';

test('the pool of a batch is every company batch that ended at or before its start', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:00:40'));
  // Baseline 1, then 12:00:00–12:00:10 begins when only batch 1 is settled, and so on.
  expect(published(host, 'driver').map(({ poolFrom, poolTo }) => [poolFrom, poolTo])).toEqual([
    [1, 1],
    [1, 1],
    [1, 2],
    [1, 3],
    [1, 4],
  ]);
});

test('drivers come from the pool and nowhere else', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:01:00'));
  const companies = new Map<string, number>();
  for (const row of published(host, 'company')) {
    const { path, offset, bytes } = host.layout.linesOf(row);
    for (const line of new TextDecoder()
      .decode(host.disk.read(path, offset, bytes))
      .trimEnd()
      .split('\n')) {
      const { company_id, active } = JSON.parse(line);
      if (active) companies.set(company_id, row.number);
    }
  }
  for (const row of published(host, 'driver')) {
    const text = new TextDecoder().decode(bytesAt(host.disk, host.layout.eventLines(row.batchId)));
    for (const line of text.trimEnd().split('\n')) {
      const { company_id, timestamp } = JSON.parse(line);
      expect(companies.get(company_id)!).toBeLessThanOrEqual(row.poolTo!);
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(row.intervalStart);
      expect(Date.parse(timestamp)).toBeLessThan(row.intervalEnd);
    }
  }
});

test('without an active company a driver batch is empty, has its metadata, and is warned of', async () => {
  const host = machine();
  const { sizing } = emulated();
  const { log } = start(host, { settings: emulated({ sizing: { ...sizing, activeRatio: 0 } }) });
  await host.clock.run(0);
  const row = published(host, 'driver')[0]!;
  expect(row).toMatchObject({ recordCount: 0, bytes: 0 });
  expect(host.disk.stat(host.layout.eventLines(row.batchId))).toMatchObject({ size: 0 });
  const meta = jsonAt(host.disk, `${host.layout.eventBatch(row.batchId)}/batch_meta.json`);
  expect(meta).toMatchObject({ record_count: 0, pool_from: 1, pool_to: 1 });
  expect(log('warn').length).toBe(1);
  expect(log('warn')[0]).toContain('Driver batch 1: 0 events generated');
});

test('a pool survives a restart', async () => {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:32'));
  await stop();
  start(host);
  await host.clock.runUntil(at('12:00:40'));
  expect(published(host, 'driver').at(-1)).toMatchObject({ poolFrom: 1, poolTo: 4 });
  expect(published(host, 'driver').at(-1)!.recordCount!).toBeGreaterThan(0);
});
