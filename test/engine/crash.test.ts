import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/settings.ts';
import { Life } from '../fakes/mortal.ts';
import {
  at,
  bytesAt,
  emulated,
  jsonAt,
  type Machine,
  machine,
  published,
  quality,
  sha256,
  staged,
  start,
  visible,
} from '../fixtures.ts';
import { settledIntervals } from './settled_intervals.ts';

/** Nothing is lost, nothing is there twice, and ledger and folder tell the same. */
function expectWhole(host: Machine): void {
  const companies = published(host, 'company');
  const drivers = published(host, 'driver');
  for (const rows of [companies, drivers]) {
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
    expect(rows.map(({ seed }) => seed)).toEqual(rows.map(({ number }) => 42 + number - 1));
  }
  let offset = 0;
  for (const row of companies) {
    expect(row.fileOffset).toBe(offset);
    expect(sha256(host.disk.read(host.layout.companies, offset, row.bytes!))).toBe(row.sha256!);
    expect(jsonAt(host.disk, host.layout.companyMeta(row.batchId)).sha256).toBe(row.sha256);
    offset += row.bytes!;
  }
  expect(host.disk.stat(host.layout.companies)?.size ?? 0).toBe(offset);
  expect(visible(host).batches).toEqual(drivers.map(({ batchId }) => batchId));
  for (const row of drivers) {
    expect(sha256(bytesAt(host.disk, host.layout.eventLines(row.batchId)))).toBe(row.sha256!);
    const meta = jsonAt(host.disk, `${host.layout.eventBatch(row.batchId)}/batch_meta.json`);
    expect(meta).toMatchObject({ batch_number: row.number, sha256: row.sha256, bytes: row.bytes });
    expect(meta.generation_timestamp).toBe(new Date(row.generationTimestamp!).toISOString());
  }
  for (const generator of ['company', 'driver'] as const) {
    expect(settledIntervals(host, generator)).toEqual({ generator, broken: [] });
  }
}

/** Starts a process that makes so many changes, lets it run, and says how many it made. */
async function run(host: Machine, changes: number, untilMs: number, settings: Settings): Promise<number> {
  const life = new Life(changes);
  try {
    start(host, { life, settings });
    await host.clock.runUntil(untilMs);
  } catch (error) {
    if (life.isAlive) throw error;
  }
  return life.changes;
}

for (const [missedIntervals, name, backMs] of [
  ['skip', 'at once', 0],
  ['catch_up', 'intervals later', 23_000],
] as const) {
  test(`a process may die at any change of disk or ledger (${missedIntervals}, started again ${name})`, async () => {
    const settings = emulated({ missedIntervals });
    const end = at('12:00:11');
    const healthy = await run(machine(), Number.POSITIVE_INFINITY, end, settings);
    expect(healthy).toBeGreaterThan(60);

    const broken: Record<string, number[]> = {};
    for (let changes = 0; changes < healthy; changes++) {
      const host = machine();
      await run(host, changes, end, settings);
      await host.clock.run(backMs);
      const { engine } = start(host, { settings });
      await host.clock.run(10_000);
      try {
        expect(engine.status().problems).toEqual([]);
        expectWhole(host);
        expect(published(host, 'driver').length).toBeGreaterThanOrEqual(2);
        expect(host.ledger.planned().length).toBe(2);
        expect(staged(host).length).toBe(2);
      } catch (error) {
        const why = (error as Error).message.replaceAll(/\s+/g, ' ');
        broken[why] = [...(broken[why] ?? []), changes];
      }
    }
    // By what is wrong: after how many changes the process died.
    expect(broken).toEqual({});
  }, 60_000);
}

test('a batch that was staged when the process died is published on time by the next one', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:07'));
  expect(staged(host).length).toBe(2);
  first.kill();
  const second = start(host);
  await host.clock.runUntil(at('12:00:10'));
  expect(second.batches.map(({ generator, batch_number }) => `${generator} ${batch_number}`)).toEqual([
    'company 2',
    'driver 2',
  ]);
  expect(second.batches.map(({ lateness_us }) => lateness_us)).toEqual([null, null]);
  expectWhole(host);
});

test('a batch that was due while no process ran is published late, whatever the policy, and then comes the gap', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:07'));
  first.kill();
  await host.clock.runUntil(at('12:00:47'));
  const second = start(host);
  await host.clock.runUntil(at('12:00:50'));
  expect(second.batches.map(({ batch_id }) => batch_id)).toEqual([
    '20251109T120000Z',
    '20251109T120000Z',
    '20251109T120040Z',
    '20251109T120040Z',
  ]);
  const late = published(host, 'driver')[1]!;
  expect(late).toMatchObject({ generationTimestamp: at('12:00:47'), latenessUs: null });
  expectWhole(host);
});

test('a driver batch that was renamed but not recorded is recorded, not published again', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('sync', 'EIO', { path: host.layout.events });
  await host.clock.runUntil(at('12:00:10'));
  first.kill();
  expect(visible(host).batches.at(-1)).toBe('20251109T120000Z');
  expect(published(host, 'driver').length).toBe(1);
  const before = bytesAt(host.disk, host.layout.eventLines('20251109T120000Z'));

  start(host);
  await host.clock.runUntil(at('12:00:11'));
  expect(published(host, 'driver').length).toBe(2);
  expect(bytesAt(host.disk, host.layout.eventLines('20251109T120000Z'))).toEqual(before);
  expectWhole(host);
});

test('company bytes that were appended but not recorded are recorded, not appended again', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('sync', 'EIO', { path: host.layout.companies });
  await host.clock.runUntil(at('12:00:10'));
  first.kill();
  const before = visible(host).companies;
  start(host);
  await host.clock.runUntil(at('12:00:11'));
  expect(visible(host).companies).toBe(before);
  expectWhole(host);
});

test('a company batch that was appended in part is completed', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('write', 'EIO', { path: host.layout.companies.replace('/data', '') });
  await host.clock.runUntil(at('12:00:10'));
  first.kill();
  expect(visible(host).companies!.endsWith('\n')).toBe(false);
  start(host);
  await host.clock.runUntil(at('12:00:11'));
  expect(visible(host).companies!.endsWith('\n')).toBe(true);
  expectWhole(host);
});

test('company bytes that were appended but not recorded are not in the way of another config', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('sync', 'EIO', { path: host.layout.companies });
  await host.clock.runUntil(at('12:00:10'));
  first.kill();
  const { engine } = start(host, { settings: emulated({ quality: quality({ rate: 0.5 }) }) });
  await host.clock.runUntil(at('12:00:30'));
  expect(engine.status().problems).toEqual([]);
  expectWhole(host);
});

test('a driver batch that was renamed but not recorded is recorded under another config, too', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('sync', 'EIO', { path: host.layout.events });
  await host.clock.runUntil(at('12:00:10'));
  first.kill();
  const { engine } = start(host, { settings: emulated({ quality: quality({ rate: 0.5 }) }) });
  await host.clock.runUntil(at('12:00:30'));
  expect(engine.status().problems).toEqual([]);
  expectWhole(host);
});

test('another config drops what was planned and not visible', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:07'));
  first.kill();
  start(host, { settings: emulated({ quality: quality({ rate: 1 }) }) });
  await host.clock.runUntil(at('12:00:10'));
  expect(published(host, 'driver')[1]).toMatchObject({ number: 2, validCount: 0 });
  expectWhole(host);
});

test('nothing that was planned becomes visible after a crash and a clean by hand', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:17'));
  first.kill();
  host.disk.remove(host.layout.companies);
  for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
  start(host);
  await host.clock.runUntil(at('12:00:20'));
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 2]);
  expect(published(host, 'company').map(({ number }) => number)).toEqual([1, 2]);
  expect(visible(host).batches).toEqual(published(host, 'driver').map(({ batchId }) => batchId));
});
