import { expect, test } from 'vitest';
import { at, gapsOf, intervals, machine, published, staged, start, visible } from '../fixtures.ts';

test('an empty folder has its baseline at once: companies first, then the drivers of these companies', async () => {
  const host = machine({ atMs: at('12:00:03') });
  const { batches, engine } = start(host);
  expect(engine.status().atBaseline).toBe(false);
  await host.clock.runUntil(at('12:00:03'));

  expect(batches.map(({ generator, batch_id }) => [generator, batch_id])).toEqual([
    ['company', '20251109T115940Z'],
    ['driver', '20251109T115950Z'],
  ]);
  expect(batches.map(({ heardMs }) => heardMs)).toEqual([at('12:00:03'), at('12:00:03')]);
  expect(published(host, 'driver')[0]).toMatchObject({ poolFrom: 1, poolTo: 1 });
  expect(engine.status().atBaseline).toBe(true);
});

test('a baseline has no lateness, and its gap is the companies of the interval that the drivers drove in', async () => {
  const host = machine();
  const { batches } = start(host);
  await host.clock.run(0);
  expect(batches.map(({ lateness_us }) => lateness_us)).toEqual([null, null]);
  expect(published(host, 'company')[0]).toMatchObject({ cause: 'baseline', latenessUs: null });
  expect(gapsOf(host, 'company')).toEqual(['11:59:50–12:00:00 1 baseline']);
  expect(gapsOf(host, 'driver')).toEqual([]);
});

test('after the baseline a batch of each generator becomes visible on every boundary, and never before', async () => {
  const host = machine();
  const { batches } = start(host);
  await host.clock.runUntil(at('12:00:10') - 1);
  expect(batches.length).toBe(2);
  expect(visible(host).batches).toEqual(['20251109T115950Z']);
  expect(staged(host)).toEqual(['company/20251109T120000Z', 'driver/20251109T120000Z']);
  const companiesBefore = visible(host).companies;

  await host.clock.runUntil(at('12:00:10'));
  expect(visible(host).batches).toEqual(['20251109T115950Z', '20251109T120000Z']);
  expect(visible(host).companies!.length).toBeGreaterThan(companiesBefore!.length);
  expect(visible(host).companies!.startsWith(companiesBefore!)).toBe(true);
  expect(batches.slice(2).map(({ generator, lateness_us }) => [generator, lateness_us])).toEqual([
    ['company', 0],
    ['driver', 0],
  ]);
});

test('batches are numbered from 1, and number n has the seed seed + n - 1', async () => {
  const host = machine();
  start(host);
  await host.clock.runUntil(at('12:01:00'));
  for (const generator of ['company', 'driver'] as const) {
    const rows = published(host, generator);
    expect(rows.map(({ number, seed }) => [number, seed])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((n) => [n, 42 + n - 1]),
    );
    expect(intervals(rows).slice(1)).toEqual([
      '12:00:00–12:00:10',
      '12:00:10–12:00:20',
      '12:00:20–12:00:30',
      '12:00:30–12:00:40',
      '12:00:40–12:00:50',
      '12:00:50–12:01:00',
    ]);
  }
});

test('a start exactly on a boundary takes the interval that ends there as its baseline', async () => {
  const host = machine({ atMs: at('12:00:00') });
  const { batches } = start(host);
  await host.clock.run(0);
  expect(batches.map(({ batch_id }) => batch_id)).toEqual(['20251109T115940Z', '20251109T115950Z']);
});

test('the log says what was published', async () => {
  const host = machine();
  const { log, batches } = start(host);
  await host.clock.run(0);
  expect(log('info')).toContain('Company batch 1: 10 companies generated');
  expect(log('info')).toContain(`Driver batch 1: ${batches[1]!.record_count} events generated`);
});

test('all the service keeps is there after the first start, and the next batches are due', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.run(0);
  for (const folder of host.layout.folders) expect(host.disk.stat(folder)?.isFolder).toBe(true);
  expect(engine.status().nextDueMs).toEqual({ company: at('12:00:10'), driver: at('12:00:10') });
  expect(engine.status().problems).toEqual([]);
});
