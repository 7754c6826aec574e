import { expect, test } from 'vitest';
import { at, emulated, gapsOf, intervals, machine, published, start } from '../fixtures.ts';

const CATCH_UP = emulated({ missedIntervals: 'catch_up' });

test('what a pause kept from being published is published on resume, in order, without lateness', async () => {
  const host = machine();
  const { engine, batches } = start(host, { settings: CATCH_UP });
  await host.clock.runUntil(at('12:00:15'));
  await engine.pause();
  await host.clock.runUntil(at('12:00:45'));
  const before = batches.length;
  await engine.resume();
  await host.clock.run(0);

  const caughtUp = batches.slice(before);
  expect(caughtUp.map(({ generator, batch_id }) => `${generator} ${batch_id}`)).toEqual([
    'company 20251109T120010Z',
    'driver 20251109T120010Z',
    'company 20251109T120020Z',
    'driver 20251109T120020Z',
    'company 20251109T120030Z',
    'driver 20251109T120030Z',
  ]);
  expect(caughtUp.every(({ lateness_us }) => lateness_us === null)).toBe(true);
  expect(gapsOf(host, 'driver')).toEqual([]);
});

test('what a stopped service missed is published at the next start, and the numbers go on', async () => {
  const host = machine();
  await host.clock.run(0);
  const first = start(host, { settings: CATCH_UP });
  await host.clock.runUntil(at('12:00:12'));
  await first.stop();
  await host.clock.runUntil(at('12:00:42'));
  start(host, { settings: CATCH_UP });
  await host.clock.runUntil(at('12:00:50'));
  for (const generator of ['company', 'driver'] as const) {
    const rows = published(host, generator);
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(intervals(rows).slice(1)).toEqual([
      '12:00:00–12:00:10',
      '12:00:10–12:00:20',
      '12:00:20–12:00:30',
      '12:00:30–12:00:40',
      '12:00:40–12:00:50',
    ]);
    expect(rows.map(({ cause }) => cause)).toEqual([
      'baseline',
      'schedule',
      'catch_up',
      'catch_up',
      'catch_up',
      'schedule',
    ]);
  }
});

test('a baseline is not preceded by what was missed before it', async () => {
  const host = machine();
  start(host, { settings: CATCH_UP });
  await host.clock.runUntil(at('12:00:10'));
  expect(gapsOf(host, 'company')).toEqual(['11:59:50–12:00:00 1 baseline']);
  expect(published(host, 'company').length).toBe(2);
});

test('a caught-up batch says in its metadata when it was published, and its drivers are those of its interval', async () => {
  const host = machine();
  const first = start(host, { settings: CATCH_UP });
  await host.clock.runUntil(at('12:00:12'));
  await first.stop();
  await host.clock.runUntil(at('12:00:42'));
  start(host, { settings: CATCH_UP });
  await host.clock.run(0);
  const rows = published(host, 'driver');
  expect(rows.at(-1)).toMatchObject({ generationTimestamp: at('12:00:42'), publishedAt: at('12:00:42') });
  // Batch n drives with the companies of the intervals that ended before its own began.
  expect(rows.map(({ poolTo }) => poolTo)).toEqual([1, 1, 2, 3, 4]);
});
