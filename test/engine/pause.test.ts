import { expect, test } from 'vitest';
import { settled } from '../fakes/simulated_clock.ts';
import { at, gapsOf, intervals, machine, published, staged, start, visible } from '../fixtures.ts';

test('a pause drops what is staged: no row, no files, and nothing becomes visible', async () => {
  const host = machine();
  const { engine, batches } = start(host);
  await host.clock.runUntil(at('12:00:09'));
  expect(staged(host).length).toBe(2);
  const before = visible(host);

  expect(await engine.pause()).toEqual({ changed: true });
  expect(staged(host)).toEqual([]);
  expect(host.ledger.planned()).toEqual([]);
  expect(engine.status()).toMatchObject({ paused: true, nextDueMs: { company: null, driver: null } });

  await host.clock.runUntil(at('12:05:00'));
  expect(visible(host)).toEqual(before);
  expect(batches.length).toBe(2);
});

test('a pause drops a batch that is still being made', async () => {
  const host = machine();
  const { engine, press } = start(host);
  await host.clock.runUntil(at('12:00:09'));
  const letGo = press.hold();
  await host.clock.runUntil(at('12:00:10'));
  const before = visible(host);
  await engine.pause();
  letGo();
  await host.clock.runUntil(at('12:01:00'));
  expect(visible(host)).toEqual(before);
  expect(staged(host)).toEqual([]);
  expect(host.ledger.planned()).toEqual([]);
});

test('a second pause and a second resume change nothing', async () => {
  const host = machine();
  const { engine, facts } = start(host);
  await host.clock.run(0);
  await engine.pause();
  expect(await engine.pause()).toEqual({ changed: false });
  await engine.resume();
  expect(await engine.resume()).toEqual({ changed: false, baselineActions: [] });
  expect(facts.filter(({ event }) => event === 'lifecycle').length).toBe(2);
});

test('a pause survives a restart', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await first.engine.pause();
  await first.stop();
  const before = visible(host);

  const second = start(host);
  await host.clock.runUntil(at('12:01:00'));
  expect(second.engine.status()).toMatchObject({ paused: true, sinceMs: at('12:00:20') });
  expect(visible(host)).toEqual(before);
  await second.engine.resume();
  await host.clock.runUntil(at('12:01:10'));
  expect(visible(host).batches.at(-1)).toBe('20251109T120100Z');
});

test('an empty folder that was paused before its baseline has it on resume', async () => {
  const host = machine();
  const first = start(host);
  await first.engine.pause();
  await host.clock.run(0);
  expect(visible(host)).toEqual({ batches: [], companies: null });
  await first.stop();
  const second = start(host);
  await host.clock.runUntil(at('12:00:25'));
  expect(visible(host)).toEqual({ batches: [], companies: null });
  await second.engine.resume();
  expect(visible(host).batches).toEqual(['20251109T120010Z']);
});

test('on resume the schedule goes on at the next boundary, and the pause is one gap', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  await engine.pause();
  await host.clock.runUntil(at('12:00:45'));
  await engine.resume();
  await host.clock.runUntil(at('12:00:50'));
  expect(intervals(published(host, 'driver'))).toEqual([
    '11:59:50–12:00:00',
    '12:00:00–12:00:10',
    '12:00:40–12:00:50',
  ]);
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(gapsOf(host, 'driver')).toEqual(['12:00:10–12:00:40 3 paused']);
  expect(gapsOf(host, 'company')).toEqual(['11:59:50–12:00:00 1 baseline', '12:00:10–12:00:40 3 paused']);
});

test('a pause within one interval costs nothing', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:12'));
  await engine.pause();
  await host.clock.runUntil(at('12:00:18'));
  await engine.resume();
  await host.clock.runUntil(at('12:00:20'));
  expect(intervals(published(host, 'driver')).at(-1)).toBe('12:00:10–12:00:20');
  expect(gapsOf(host, 'driver')).toEqual([]);
});

test('resume says which batches it published as a baseline', async () => {
  const host = machine();
  const { engine } = start(host);
  await engine.pause();
  const { changed, baselineActions } = await engine.resume();
  expect(changed).toBe(true);
  expect(baselineActions.length).toBe(2);
  expect(baselineActions[0]).toContain('20251109T115940Z');
  expect(baselineActions[1]).toContain('20251109T115950Z');
});

test('resume has nothing to say of a baseline where none is missing', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.run(0);
  await engine.pause();
  expect(await engine.resume()).toEqual({ changed: true, baselineActions: [] });
});

test('resume returns once the baseline stands, and not before', async () => {
  const host = machine();
  const { engine, press } = start(host);
  await engine.pause();
  const letGo = press.hold();
  let isBack = false;
  const resumed = engine.resume().then(() => {
    isBack = true;
  });
  await settled();
  expect(isBack).toBe(false);
  letGo();
  await resumed;
  expect(visible(host).batches.length).toBe(1);
});

test('a pause ends the wait of a resume whose baseline it drops', async () => {
  const host = machine();
  const { engine, press } = start(host);
  await engine.pause();
  const letGo = press.hold();
  let isBack = false;
  engine.resume().then(() => {
    isBack = true;
  });
  await settled();
  await engine.pause();
  letGo();
  await settled();
  expect(isBack).toBe(true);
});

test('a stop ends the wait of a resume', async () => {
  const host = machine();
  const { engine, press, stop } = start(host);
  await engine.pause();
  const letGo = press.hold();
  let isBack = false;
  engine.resume().then(() => {
    isBack = true;
  });
  await settled();
  const stopped = stop();
  letGo();
  await stopped;
  await settled();
  expect(isBack).toBe(true);
});

test('pause and resume are told on the bus once they are in the ledger', async () => {
  const host = machine();
  const { engine, facts } = start(host);
  await host.clock.runUntil(at('12:00:04'));
  await engine.pause();
  expect(host.ledger.lastPauseOrResume()).toEqual({ paused: true, sinceMs: at('12:00:04') });
  await host.clock.runUntil(at('12:00:05'));
  await engine.resume();
  expect(host.ledger.lastPauseOrResume()).toEqual({ paused: false, sinceMs: at('12:00:05') });
  expect(facts.filter(({ event }) => event === 'lifecycle')).toEqual([
    { event: 'lifecycle', timestamp: '2025-11-09T12:00:04.000Z', action: 'pause', status: 'paused' },
    { event: 'lifecycle', timestamp: '2025-11-09T12:00:05.000Z', action: 'resume', status: 'running' },
  ]);
});
