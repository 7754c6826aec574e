import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/settings.ts';
import { events } from '../../src/ledger/schema.ts';
import { Stream } from '../../src/random/stream.ts';
import type { MemoryDisk } from '../fakes/memory_disk.ts';
import { Life } from '../fakes/mortal.ts';
import { at, emulated, type Machine, machine, published, quality, start } from '../fixtures.ts';
import { Dice } from '../sim/dice.ts';
import { DurableDisk } from '../sim/durable_disk.ts';
import { backfill, metas, type Span, told } from './backfilled_folder.ts';

/** Uneven intervals, defects, and a span that takes some groups where `toMs` is late. */
const SETTINGS = emulated({ quality: quality({ rate: 0.3 }), intervalMs: { company: 7000, driver: 3000 } });
const NOW = at('23:00:00');

/** What came of a span that nobody disturbed, and how many changes of disk and ledger that took. */
async function undisturbed(span: Span, settings: Settings) {
  const host = machine({ atMs: NOW });
  const life = new Life();
  await backfill(host, span, settings, { life, workers: 3 });
  return { expected: told(host), metas: metas(host), changes: life.changes };
}

/** Which batches the ledger has facts of, each as often as it was told. */
function toldEver({ ledger }: Machine): string[] {
  return ledger.connection
    .select()
    .from(events)
    .all()
    .map(({ payload }) => JSON.parse(payload))
    .map(({ generator, batch_number }) => `${generator} ${batch_number}`)
    .sort();
}

/** Kills a backfill after each of so many changes, goes on with it, and says after how many something was wrong. */
async function brokenBy(
  deaths: readonly number[][],
  span: Span,
  settings: Settings,
): Promise<Record<string, number[][]>> {
  const { expected, metas: expectedMetas } = await undisturbed(span, settings);
  const broken: Record<string, number[][]> = {};
  for (const lives of deaths) {
    const host = machine({ atMs: NOW });
    // One that is done is refused if it is asked for again.
    const isDone = () =>
      toldEver(host).length === expected.batches.length && host.ledger.openBackfill(1) === null;
    try {
      for (const changes of [...lives, Number.POSITIVE_INFINITY]) {
        if (!isDone()) await backfill(host, span, settings, { life: new Life(changes), workers: 3 });
      }
      expect(told(host)).toEqual(expected);
      expect(metas(host)).toEqual(expectedMetas);
      expect(toldEver(host)).toEqual(
        expected.batches.map(({ generator, number }) => `${generator} ${number}`).sort(),
      );
      expect(host.ledger.planned()).toEqual([]);
    } catch (error) {
      const why = (error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 300);
      broken[why] = [...(broken[why] ?? []), lives];
    }
  }
  return broken;
}

test('a backfill may die at any change of disk or ledger, and goes on to the same bytes', async () => {
  const span = { fromMs: at('12:00:00'), toMs: at('12:00:24') };
  const { changes } = await undisturbed(span, SETTINGS);
  expect(changes).toBeGreaterThan(150);
  const deaths = Array.from({ length: changes }, (_, i) => [i]);
  expect(await brokenBy(deaths, span, SETTINGS)).toEqual({});
}, 120_000);

test('it may die several times in a span of several groups', async () => {
  const span = { fromMs: at('12:00:00'), toMs: at('12:18:00') };
  const { changes, expected } = await undisturbed(span, SETTINGS);
  expect(expected.batches.length).toBeGreaterThan(3 * 128);
  const random = new Stream(1, 2, 3, 4);
  const deaths = Array.from({ length: 12 }, () =>
    Array.from({ length: 1 + random.below(4) }, () => random.below(changes)),
  );
  expect(await brokenBy(deaths, span, SETTINGS)).toEqual({});
}, 120_000);

test('power may fail at any change: what was not durable is made again', async () => {
  const span = { fromMs: at('12:00:00'), toMs: at('12:00:24') };
  const { expected, metas: expectedMetas, changes } = await undisturbed(span, SETTINGS);
  const broken: Record<string, number[]> = {};
  // The last change of all comes when the backfill has ended: asked for again, it is refused.
  for (let death = 0; death < changes - 1; death += 2) {
    const disk = new DurableDisk(new Dice(death));
    disk.makeFolder('/data');
    disk.sync('/');
    // The simulator's disk has all that tests look at.
    const host = machine({ atMs: NOW, disk: disk as unknown as MemoryDisk });
    await backfill(host, span, SETTINGS, { life: new Life(death), workers: 3 });
    disk.crash();
    try {
      await backfill(host, span, SETTINGS, { workers: 3 });
      expect(told(host)).toEqual(expected);
      expect(metas(host)).toEqual(expectedMetas);
    } catch (error) {
      const why = (error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 300);
      broken[why] = [...(broken[why] ?? []), death];
    }
  }
  expect(broken).toEqual({});
}, 120_000);

test('a service that starts where a backfill was cut publishes what was planned, and nothing twice', async () => {
  const span = { fromMs: at('12:00:00'), toMs: at('12:00:24') };
  const { changes } = await undisturbed(span, SETTINGS);
  const broken: Record<string, number[]> = {};
  for (let death = 0; death < changes; death += 3) {
    const host = machine({ atMs: at('12:00:30') });
    await backfill(host, span, SETTINGS, { life: new Life(death), workers: 3 });
    const planned = host.ledger.planned().map(({ generator, number }) => `${generator} ${number}`);
    const { engine, stop } = start(host, { settings: SETTINGS });
    await host.clock.run(10_000);
    try {
      expect(engine.status().problems).toEqual([]);
      expect(host.ledger.openBackfill(1)).toBeNull();
      const rows = (['company', 'driver'] as const).flatMap((generator) => {
        const own = published(host, generator);
        expect(own.map(({ number }) => number)).toEqual(own.map((_, i) => i + 1));
        return own;
      });
      const names = rows.map(({ generator, number }) => `${generator} ${number}`);
      expect(names).toEqual(expect.arrayContaining(planned));
      expect(toldEver(host)).toEqual(names.toSorted());
    } catch (error) {
      const why = (error as Error).message.replaceAll(/\s+/g, ' ').slice(0, 300);
      broken[why] = [...(broken[why] ?? []), death];
    }
    await stop();
  }
  expect(broken).toEqual({});
}, 120_000);

test('what a cut backfill has planned is held while the service is paused, and a pause drops it', async () => {
  const span = { fromMs: at('12:00:00'), toMs: at('12:00:24') };
  const { changes } = await undisturbed(span, SETTINGS);
  for (const isPausedBefore of [true, false]) {
    const host = machine({ atMs: at('12:00:30') });
    // Most is staged by then, and nothing is visible.
    await backfill(host, span, SETTINGS, { life: new Life(Math.floor(changes / 2)), workers: 3 });
    const planned = host.ledger.planned().length;
    expect(planned).toBeGreaterThan(8);
    if (isPausedBefore)
      host.ledger.recordLifecycle('pause', { atMs: host.clock.nowMs, type: 'lifecycle', payload: {} });
    const { engine, batches, press } = start(host, { settings: SETTINGS });
    if (!isPausedBefore) press.hold();
    await host.clock.run(60_000);
    expect(batches).toEqual([]);
    if (isPausedBefore) {
      expect(host.ledger.planned().length).toBe(planned);
      await engine.resume();
      await host.clock.run(1);
      expect(batches.length).toBeGreaterThanOrEqual(planned);
    } else {
      await engine.pause();
      expect(host.ledger.planned()).toEqual([]);
    }
  }
});
