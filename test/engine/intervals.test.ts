import { expect, test } from 'vitest';
import {
  at,
  bytesAt,
  emulated,
  gapsOf,
  intervals,
  machine,
  production,
  published,
  start,
  time,
} from '../fixtures.ts';

test('an hour of production: a baseline, then one company batch and four driver batches of plausible size', async () => {
  const host = machine({ atMs: at('12:00:00') });
  const { batches } = start(host, { settings: production() });
  await host.clock.runUntil(at('13:00:00'));

  expect(batches.map(({ generator, heardMs }) => `${time(heardMs)} ${generator}`)).toEqual([
    '12:00:00 company',
    '12:00:00 driver',
    '12:15:00 driver',
    '12:30:00 driver',
    '12:45:00 driver',
    '13:00:00 company',
    '13:00:00 driver',
  ]);
  expect(batches.slice(2).every(({ lateness_us }) => lateness_us === 0)).toBe(true);
  expect(intervals(published(host, 'company'))).toEqual(['10:00:00–11:00:00', '12:00:00–13:00:00']);
  expect(gapsOf(host, 'company')).toEqual(['11:00:00–12:00:00 1 baseline']);

  const active = new TextDecoder()
    .decode(bytesAt(host.disk, host.layout.companies))
    .split('\n')
    .slice(0, 100)
    .filter((line) => JSON.parse(line).active).length;
  const mean = active * 10 * 3.5;
  for (const { recordCount, poolFrom, poolTo } of published(host, 'driver')) {
    expect([poolFrom, poolTo]).toEqual([1, 1]);
    expect(Math.abs(recordCount! - mean)).toBeLessThan(5 * Math.sqrt(mean));
  }
});

test('companies every 5 s, drivers every 30 s: a driver batch is fed by all that ended by its start', async () => {
  const host = machine();
  const { batches } = start(host, {
    settings: emulated({ intervalMs: { company: 5_000, driver: 30_000 } }),
  });
  await host.clock.runUntil(at('12:01:00'));
  const company = published(host, 'company');
  const driver = published(host, 'driver');
  expect(intervals(driver)).toEqual(['11:59:30–12:00:00', '12:00:00–12:00:30', '12:00:30–12:01:00']);
  expect(intervals(company).slice(0, 3)).toEqual([
    '11:59:25–11:59:30',
    '12:00:00–12:00:05',
    '12:00:05–12:00:10',
  ]);
  expect(gapsOf(host, 'company')).toEqual(['11:59:30–12:00:00 6 baseline']);
  for (const { intervalStart, poolFrom, poolTo } of driver) {
    expect(poolFrom).toBe(1);
    expect(poolTo).toBe(company.filter(({ intervalEnd }) => intervalEnd <= intervalStart).at(-1)!.number);
  }
  // On the shared boundary the companies come first.
  expect(batches.slice(-2).map(({ generator }) => generator)).toEqual(['company', 'driver']);
});

test('companies every hour, drivers every 15 minutes', async () => {
  const host = machine({ atMs: at('12:20:00') });
  start(host, { settings: emulated({ intervalMs: { company: 3_600_000, driver: 900_000 } }) });
  await host.clock.runUntil(at('13:15:00'));
  expect(intervals(published(host, 'driver'))).toEqual([
    '12:00:00–12:15:00',
    '12:15:00–12:30:00',
    '12:30:00–12:45:00',
    '12:45:00–13:00:00',
    '13:00:00–13:15:00',
  ]);
  expect(intervals(published(host, 'company'))).toEqual(['11:00:00–12:00:00', '12:00:00–13:00:00']);
  expect(gapsOf(host, 'company')).toEqual([]);
  expect(published(host, 'driver').map(({ poolTo }) => poolTo)).toEqual([1, 1, 1, 1, 2]);
});

test('ten minutes of 10 s batches are 60 of each generator after the baseline, each on its second', async () => {
  const host = machine({ atMs: at('12:00:00') });
  const { batches } = start(host);
  await host.clock.runUntil(at('12:10:00'));
  expect(batches.length).toBe(2 + 2 * 60);
  expect(batches.slice(2).every(({ lateness_us }) => lateness_us === 0)).toBe(true);
  expect(batches.every(({ heardMs, interval_end }) => heardMs >= Date.parse(interval_end))).toBe(true);
});
