import { afterEach, expect, test } from 'vitest';
import { boot } from '../../src/engine/boot.ts';
import type { Clock } from '../../src/engine/clock.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { prepareFolder } from '../../src/engine/folder.ts';
import { obstacleOf } from '../../src/engine/readiness.ts';
import { Bus } from '../../src/events/bus.ts';
import { Log } from '../../src/log/log.ts';
import { Ring } from '../../src/log/ring.ts';
import { InlinePress } from '../fakes/inline_press.ts';
import { settled } from '../fakes/simulated_clock.ts';
import {
  at,
  emulated,
  gapsOf,
  intervals,
  type Machine,
  machine,
  published,
  quality,
  start,
} from '../fixtures.ts';
import { told } from './backfilled_folder.ts';

const SETTINGS = emulated({ quality: quality({ rate: 0.3 }), intervalMs: { company: 7000, driver: 3000 } });
const FROM = at('12:00:00');

let runs = 0;
let stopAll: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stopAll) await stop();
  stopAll = [];
});

/** A service that fills the past from `FROM` on. */
function fillAndLive(
  host: Machine,
  { fromMs = FROM, clock = host.clock as Clock, ledger = host.ledger } = {},
) {
  const ring = new Ring(10_000);
  const bus = new Bus();
  const press = new InlinePress(host.disk, host.layout);
  prepareFolder(host.disk, host.layout);
  const log = new Log(() => host.clock.nowMs, [ring]).logger('engine');
  const runId = `live-${++runs}`;
  const deps = { ...host, clock, ledger, press, bus, log, settings: SETTINGS, runId, drawSeed: () => 7000 };
  const engine = boot(deps, '0.0.0', { fillFromMs: fromMs });
  const ended = engine.run();
  const stop = async () => {
    engine.stop();
    await ended;
  };
  stopAll.push(stop);
  const said = () => ring.entries().map(({ entry }) => `${entry.level} ${entry.message}`);
  return { engine, bus, press, stop, said };
}

/** Waits until the engine is live. The clock stands still. */
async function untilLive(engine: Engine): Promise<void> {
  while (engine.status().filledToMs !== null) await settled();
}

test('a service that fills the past and goes live makes what one would have made that ran all along', async () => {
  const always = machine({ atMs: FROM + SETTINGS.intervalMs.driver });
  const first = start(always, { settings: SETTINGS });
  await always.clock.runUntil(at('12:05:00'));
  await first.stop();

  const host = machine({ atMs: at('12:04:01') });
  const { engine, stop, said } = fillAndLive(host);
  expect(obstacleOf(engine.status())).toContain(
    'the past is being filled, so far to 2025-11-09T12:00:00.000Z',
  );
  await untilLive(engine);
  expect(obstacleOf(engine.status())).toBeNull();
  await host.clock.runUntil(at('12:05:00'));
  await stop();
  expect(told(host)).toEqual(told(always));
  expect(said().filter((line) => line.startsWith('warn'))).toEqual([]);
  expect(said()).toContainEqual(expect.stringMatching(/^info The past is filled to .*; going live$/));
});

test('an interval that ends while the last batches of the past are published is no gap, though missed ones are skipped', async () => {
  for (let earlyMs = 1; earlyMs < 400; earlyMs += 7) {
    const host = machine({ atMs: at('12:01:00') - earlyMs });
    // Time passes with every look at the clock, so that the boundary at 12:01:00 comes sometime in the fill.
    let passedUs = 0;
    const clock: Clock = {
      nowUs: () => {
        passedUs += 1000;
        return host.clock.nowUs() + passedUs;
      },
      sleepUntil: (atMs, signal) => host.clock.sleepUntil(atMs, signal),
    };
    const { engine, stop } = fillAndLive(host, { clock });
    await untilLive(engine);
    await host.clock.run(7000);
    await stop();
    expect(gapsOf(host, 'driver')).toEqual([]);
    expect(gapsOf(host, 'company')).toEqual([]);
    const rows = published(host, 'driver');
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.slice(1).every((row, i) => row.intervalStart === rows[i]!.intervalEnd)).toBe(true);
  }
}, 60_000);

test('a pause ends the fill after the group at hand; a resume goes on with it', async () => {
  const undisturbed = machine({ atMs: at('12:50:00') });
  const one = fillAndLive(undisturbed);
  await untilLive(one.engine);
  await one.stop();

  const host = machine({ atMs: at('12:50:00') });
  const { engine, bus, stop } = fillAndLive(host);
  let batches = 0;
  const begun = new Promise<void>((resolve) => bus.subscribe(() => ++batches === 1 && resolve()));
  await begun;
  await engine.pause();
  const seen = batches;
  expect(host.ledger.planned()).toEqual([]);
  await host.clock.run(1000);
  expect(batches).toBe(seen);
  expect(engine.status()).toMatchObject({ paused: true, filledToMs: expect.any(Number) });
  expect(obstacleOf(engine.status())).toBeNull();
  await engine.resume();
  await untilLive(engine);
  await stop();
  expect(told(host)).toEqual(told(undisturbed));
});

test('a stop ends it, and the next start with the same flag goes on', async () => {
  const undisturbed = machine({ atMs: at('12:50:00') });
  const one = fillAndLive(undisturbed);
  await untilLive(one.engine);
  await one.stop();

  const host = machine({ atMs: at('12:50:00') });
  const first = fillAndLive(host);
  first.bus.subscribe(() => first.engine.stop());
  await first.stop();
  expect(published(host, 'driver').length).toBeLessThan(published(undisturbed, 'driver').length);
  // `now-50m` is another instant by then.
  const second = fillAndLive(host, { fromMs: FROM + 7000 });
  await untilLive(second.engine);
  await second.stop();
  expect(told(host)).toEqual(told(undisturbed));
});

test('where the past is filled, a start with the same flag goes live by the usual rules', async () => {
  const host = machine({ atMs: at('12:02:00') });
  const first = fillAndLive(host);
  await untilLive(first.engine);
  await first.stop();
  await host.clock.runUntil(at('13:00:00'));
  const second = fillAndLive(host);
  await host.clock.run(3000);
  expect(second.said()).toContainEqual(
    'info The past was filled by an earlier start: nothing is left to fill',
  );
  expect(gapsOf(host, 'driver')).toEqual(['12:02:00–13:00:00 1160 not_running']);
});

test('a folder with batches in the way is not filled, and the service goes live', async () => {
  const host = machine({ atMs: at('12:00:03') });
  const before = start(host, { settings: SETTINGS });
  await host.clock.runUntil(at('12:00:30'));
  await before.stop();
  const { engine, said } = fillAndLive(host, { fromMs: at('12:00:10') });
  expect(engine.status().filledToMs).toBeNull();
  expect(said()).toContainEqual(
    expect.stringMatching(
      /^warn Nothing is filled: the folder has company batches from .* and driver batches from/,
    ),
  );
});

test('a disk that fails degrades the service; once it is well the fill goes on', async () => {
  const undisturbed = machine({ atMs: at('12:10:00') });
  const one = fillAndLive(undisturbed);
  await untilLive(one.engine);
  await one.stop();
  for (const [call, path] of [
    ['write', 'staging/driver'],
    ['rename', 'raw/events'],
    ['sync', 'raw/companies.jsonl'],
    ['write', 'raw/companies.jsonl'],
    ['create', 'company_batches'],
  ] as const) {
    const host = machine({ atMs: at('12:10:00') });
    const { engine, stop } = fillAndLive(host);
    host.disk.fail(call, 'ENOSPC', { path, times: 3 });
    while (engine.status().problems.length === 0) await settled();
    expect(engine.status().problems).toMatchObject([{ code: 'ENOSPC' }]);
    host.disk.heal();
    await host.clock.run(6000);
    await untilLive(engine);
    expect(engine.status().problems).toEqual([]);
    await stop();
    const [made, expected] = [told(host), told(undisturbed)];
    expect(made.batches).toEqual(expect.arrayContaining(expected.batches));
    expect(made.events.slice(0, expected.events.length)).toEqual(expected.events);
  }
});

/** A ledger on a disk that is full at one call of a method, the `nth`. */
function fullAt(ledger: Machine['ledger'], method: string, nth: number): Machine['ledger'] {
  let calls = 0;
  return new Proxy(ledger, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (name === method && ++calls === nth)
          throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        return value.apply(target, args);
      };
    },
  });
}

test('a ledger that is full degrades the service, and nothing is left out when it is well', async () => {
  const undisturbed = machine({ atMs: at('12:22:00') });
  const one = fillAndLive(undisturbed);
  await untilLive(one.engine);
  await one.stop();
  const expected = told(undisturbed);
  for (const method of ['planGroup', 'stageGroup', 'publish', 'endBackfill']) {
    for (const nth of method === 'endBackfill' ? [1] : [1, 2, 4]) {
      const host = machine({ atMs: at('12:22:00') });
      const { engine, stop } = fillAndLive(host, { ledger: fullAt(host.ledger, method, nth) });
      while (engine.status().problems.length === 0) await settled();
      await host.clock.run(600);
      await untilLive(engine);
      expect(engine.status().problems).toEqual([]);
      await stop();
      expect(told(host)).toEqual(expected);
    }
  }
}, 60_000);

test('what somebody deletes from staging is made again', async () => {
  const undisturbed = machine({ atMs: at('12:10:00') });
  const one = fillAndLive(undisturbed);
  await untilLive(one.engine);
  await one.stop();
  const host = machine({ atMs: at('12:10:00') });
  const { disk, layout } = host;
  const touch = disk.touch.bind(disk);
  let isFirst = true;
  disk.touch = (path, atMs) => {
    if (isFirst) disk.remove(layout.stagedBatch('driver', disk.list(layout.staging('driver')).at(-1)!));
    isFirst = false;
    touch(path, atMs);
  };
  const { engine, stop } = fillAndLive(host);
  while (engine.status().problems.length === 0) await settled();
  expect(engine.status().problems).toMatchObject([{ code: 'ENOENT' }]);
  await host.clock.run(600);
  await untilLive(engine);
  await stop();
  expect(told(host)).toEqual(told(undisturbed));
});

test('a past that is shorter than an interval is nothing to fill, and nothing is published early', async () => {
  for (const fromMs of [at('12:00:30'), at('12:00:31') - 1, at('12:00:28')]) {
    const host = machine({ atMs: at('12:00:31') - 1 });
    const { engine, stop } = fillAndLive(host, { fromMs });
    await untilLive(engine);
    await host.clock.run(10);
    await stop();
    expect(intervals(published(host, 'driver'))).toEqual(['12:00:27–12:00:30']);
    expect(intervals(published(host, 'company'))).toEqual(['12:00:14–12:00:21']);
  }
});

test('a clean ends the fill', async () => {
  const host = machine({ atMs: at('12:50:00') });
  const { engine, bus } = fillAndLive(host);
  await new Promise<void>((resolve) => bus.subscribe(() => resolve()));
  await engine.pause();
  await engine.clean(null);
  await engine.resume();
  await host.clock.run(3000);
  expect(engine.status()).toMatchObject({ filledToMs: null, atBaseline: true, problems: [] });
  expect(intervals(published(host, 'driver'))).toEqual(['12:49:57–12:50:00', '12:50:00–12:50:03']);
});
