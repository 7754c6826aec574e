import { expect, test } from 'vitest';
import {
  at,
  emulated,
  gapsOf,
  intervals,
  type Machine,
  machine,
  production,
  published,
  start,
} from '../fixtures.ts';

const SHORT = production({ intervalMs: { company: 10_000, driver: 10_000 } });

async function emulatedFolder(): Promise<Machine> {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:22'));
  await stop();
  return host;
}

test('a change of mode on a folder with data warns, says how to clean, and goes on', async () => {
  const host = await emulatedFolder();
  const { log, batches } = start(host, { settings: SHORT });
  await host.clock.runUntil(at('12:00:40'));
  expect(log('warn')[0]).toContain('emulated batches');
  expect(log('warn')[0]).toContain('production mode');
  expect(log('warn')[0]).toContain('/api/clean');
  expect(batches.map(({ mode }) => mode)).toEqual(batches.map(() => 'production'));
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
});

test('the same mode on a folder with data warns of nothing', async () => {
  const host = await emulatedFolder();
  expect(start(host).log('warn')).toEqual([]);
});

test('a change of mode has a baseline of its own, whose drivers are the companies of the new mode', async () => {
  const host = await emulatedFolder();
  await host.clock.runUntil(at('12:01:05'));
  const { batches } = start(host, { settings: SHORT });
  await host.clock.run(0);
  expect(batches.map(({ generator, batch_id }) => `${generator} ${batch_id}`)).toEqual([
    'company 20251109T120040Z',
    'driver 20251109T120050Z',
  ]);
  expect(published(host, 'driver').at(-1)).toMatchObject({ mode: 'production', poolFrom: 4, poolTo: 4 });
  expect(gapsOf(host, 'driver')).toEqual(['12:00:20–12:00:50 3 baseline']);
});

test('back in the first mode its companies drive again', async () => {
  const host = await emulatedFolder();
  const between = start(host, { settings: SHORT });
  await host.clock.runUntil(at('12:00:42'));
  await between.stop();
  start(host);
  await host.clock.runUntil(at('12:00:50'));
  expect(published(host, 'driver').at(-1)).toMatchObject({ mode: 'emulated', poolFrom: 1, poolTo: 3 });
});

test('intervals of the new mode that begin before the last published end are a gap', async () => {
  const host = await emulatedFolder();
  start(host, { settings: production() });
  await host.clock.runUntil(at('12:30:00'));
  expect(intervals(published(host, 'driver')).slice(3)).toEqual(['12:15:00–12:30:00']);
});

test('a switch to production and back to emulated in the same hour goes on at once', async () => {
  const host = await emulatedFolder();
  const between = start(host, { settings: production() });
  await host.clock.runUntil(at('12:05:00'));
  await between.stop();
  // What production would have published at 13:00 was never published: nothing keeps emulated batches from going on.
  start(host, { settings: emulated() });
  await host.clock.runUntil(at('12:05:30'));
  expect(intervals(published(host, 'driver')).slice(-3)).toEqual([
    '12:05:00–12:05:10',
    '12:05:10–12:05:20',
    '12:05:20–12:05:30',
  ]);
  expect(intervals(published(host, 'company')).slice(-3)).toEqual([
    '12:05:00–12:05:10',
    '12:05:10–12:05:20',
    '12:05:20–12:05:30',
  ]);
});

test('longer intervals and back to shorter ones go on at once', async () => {
  const host = await emulatedFolder();
  const between = start(host, {
    settings: emulated({ intervalMs: { company: 3_600_000, driver: 3_600_000 } }),
  });
  await host.clock.runUntil(at('12:01:00'));
  await between.stop();
  start(host);
  await host.clock.runUntil(at('12:01:10'));
  expect(intervals(published(host, 'driver')).at(-1)).toBe('12:01:00–12:01:10');
});
