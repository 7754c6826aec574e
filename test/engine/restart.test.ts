import { expect, test } from 'vitest';
import {
  at,
  emulated,
  gapsOf,
  intervals,
  machine,
  production,
  published,
  staged,
  start,
} from '../fixtures.ts';

test('after a graceful stop the numbers go on and what lies between is a gap', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:12'));
  await first.stop();
  expect(staged(host)).toEqual([]);
  expect(host.ledger.planned()).toEqual([]);
  await host.clock.runUntil(at('12:00:42'));
  const second = start(host);
  await host.clock.runUntil(at('12:00:50'));

  for (const generator of ['company', 'driver'] as const) {
    const rows = published(host, generator);
    expect(rows.map(({ number, seed }) => [number, seed])).toEqual([
      [1, 42],
      [2, 43],
      [3, 44],
    ]);
    expect(intervals(rows).slice(1)).toEqual(['12:00:00–12:00:10', '12:00:40–12:00:50']);
    expect(gapsOf(host, generator).at(-1)).toBe('12:00:10–12:00:40 3 not_running');
  }
  expect(second.log('warn')).toEqual([]);
});

test('a restart on the same second publishes nothing again', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:10'));
  await first.stop();
  const second = start(host);
  await host.clock.run(0);
  expect(second.batches).toEqual([]);
  await host.clock.runUntil(at('12:00:20'));
  expect(second.batches.map(({ generator, batch_number }) => `${generator} ${batch_number}`)).toEqual([
    'company 3',
    'driver 3',
  ]);
});

test('a stop while a batch is being made waits for it and throws it away', async () => {
  const host = machine();
  const { press, stop } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  const letGo = press.hold();
  await host.clock.runUntil(at('12:00:11'));
  const stopped = stop();
  letGo();
  await stopped;
  expect(staged(host)).toEqual([]);
  expect(host.ledger.planned()).toEqual([]);
});

test('a new driver interval begins on its own boundary; the part that is cut is a gap', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:10'));
  await first.stop();
  start(host, { settings: emulated({ intervalMs: { company: 10_000, driver: 30_000 } }) });
  await host.clock.runUntil(at('12:01:00'));
  expect(intervals(published(host, 'driver')).slice(1)).toEqual(['12:00:00–12:00:10', '12:00:30–12:01:00']);
  expect(gapsOf(host, 'driver')).toEqual(['12:00:00–12:00:30 1 overlap']);
});

test('a clock that was set back re-publishes nothing, and waits until it is past what was published', async () => {
  const host = machine();
  const { batches } = start(host);
  await host.clock.runUntil(at('12:00:30'));
  const before = batches.length;
  await host.clock.stepTo(at('12:00:05'));
  await host.clock.runUntil(at('12:00:40') - 1);
  expect(batches.length).toBe(before);
  await host.clock.runUntil(at('12:00:40'));
  expect(batches.slice(before).map(({ batch_id }) => batch_id)).toEqual([
    '20251109T120030Z',
    '20251109T120030Z',
  ]);
});

test('a clock that jumps ahead publishes what was planned late, then skips to the present', async () => {
  const host = machine();
  const { batches } = start(host);
  await host.clock.runUntil(at('12:00:12'));
  // Eight seconds of sleep are left, then the engine sees what time it is.
  await host.clock.stepTo(at('12:01:03'));
  await host.clock.runUntil(at('12:01:20'));
  expect(intervals(published(host, 'driver')).slice(2)).toEqual(['12:00:10–12:00:20', '12:01:10–12:01:20']);
  expect(gapsOf(host, 'driver')).toEqual(['12:00:20–12:01:10 5 stalled']);
  expect(batches.at(-3)).toMatchObject({ lateness_us: 51_000_000 });
});

test('a step of the clock in a long sleep is seen within half a minute', async () => {
  const host = machine();
  const { batches } = start(host, { settings: production() });
  await host.clock.runUntil(at('12:01:00'));
  await host.clock.stepTo(at('12:14:50'));
  await host.clock.runUntil(at('12:15:20'));
  expect(batches.at(-1)).toMatchObject({ generator: 'driver', batch_id: '20251109T120000Z' });
});
