import { expect, test } from 'vitest';
import { CleanUnfinished, PauseRequired } from '../../src/engine/control.ts';
import type { Fact } from '../../src/events/facts.ts';
import { History } from '../../src/ledger/history.ts';
import { settled } from '../fakes/simulated_clock.ts';
import { at, gapsOf, intervals, machine, published, put, start, visible } from '../fixtures.ts';

test('clean is refused while batches are published, and nothing is deleted', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:10'));
  const before = visible(host);
  await expect(engine.clean(null)).rejects.toBeInstanceOf(PauseRequired);
  expect(visible(host)).toEqual(before);
});

test('clean is refused if somebody resumes while it waits for a batch that is being made', async () => {
  const host = machine();
  const { engine, press } = start(host);
  await host.clock.runUntil(at('12:00:10'));
  await engine.pause();
  await engine.resume();
  const letGo = press.hold();
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  const before = visible(host);
  const cleaned = engine.clean(null).then(
    () => 'cleaned',
    (error: Error) => error.name,
  );
  await settled();
  await engine.resume();
  letGo();
  expect(await cleaned).toBe('PauseRequired');
  expect(visible(host)).toEqual(before);
});

test('a full clean deletes every batch and leaves the folders', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  const { items, errors } = await engine.clean(null);

  expect(errors).toEqual([]);
  expect(items.map(({ path }) => path)).toEqual([
    'raw/companies.jsonl',
    'raw/events/20251109T115950Z',
    'raw/events/20251109T120000Z',
    'raw/events/20251109T120010Z',
    'manifests/company_batches/20251109T115940Z.json',
    'manifests/company_batches/20251109T120000Z.json',
    'manifests/company_batches/20251109T120010Z.json',
  ]);
  expect(items[1]).toMatchObject({ name: '20251109T115950Z', type: 'directory', fileCount: 2 });
  expect(visible(host)).toEqual({ batches: [], companies: null });
  for (const folder of host.layout.folders) expect(host.disk.stat(folder)?.isFolder).toBe(true);
});

test('a second clean deletes nothing', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  await engine.clean(null);
  expect(await engine.clean(null)).toMatchObject({ items: [], errors: [] });
});

test('after a full clean resume publishes a baseline, and numbers and seeds begin anew', async () => {
  const host = machine();
  const { engine, batches } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  await engine.clean(null);
  await host.clock.runUntil(at('12:00:33'));
  const { baselineActions } = await engine.resume();
  expect(baselineActions.length).toBe(2);
  await host.clock.runUntil(at('12:00:40'));

  expect(intervals(published(host, 'driver'))).toEqual(['12:00:20–12:00:30', '12:00:30–12:00:40']);
  for (const generator of ['company', 'driver'] as const) {
    expect(published(host, generator).map(({ number, seed }) => [number, seed])).toEqual([
      [1, 42],
      [2, 43],
    ]);
  }
  expect(batches.at(-1)).toMatchObject({ batch_number: 2 });
  expect(published(host, 'company')[0]!.fileOffset).toBe(0);
});

test('a clean and a resume within one interval publish that interval again, in the new dataset', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:12'));
  await engine.pause();
  await engine.clean(null);
  await engine.resume();
  expect(visible(host).batches).toEqual(['20251109T120000Z']);
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1]);
});

test('the clean of an empty folder deletes nothing and harms nothing', async () => {
  const host = machine();
  const { engine } = start(host);
  await engine.pause();
  expect(await engine.clean(null)).toMatchObject({ items: [], errors: [] });
  await engine.resume();
  expect(visible(host).batches.length).toBe(1);
});

test('what people put beside the batches stays', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:10'));
  put(host.disk, `${host.layout.events}/notes.txt`, 'mine');
  put(host.disk, `${host.layout.raw}/trucks.csv`, 'mine');
  await engine.pause();
  await engine.clean(null);
  expect(host.disk.list(host.layout.raw)).toEqual(['events', 'trucks.csv']);
  expect(visible(host).batches).toEqual(['notes.txt']);
});

test('gaps of the dataset that was cleaned are not those of the new one', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:10'));
  await engine.pause();
  await engine.clean(null);
  await host.clock.runUntil(at('13:00:05'));
  await engine.resume();
  await host.clock.runUntil(at('13:00:10'));
  expect(gapsOf(host, 'driver')).toEqual([]);
  expect(gapsOf(host, 'company').at(-1)).toBe('12:59:50–13:00:00 1 baseline');
});

test('a restart finishes a clean that was cut, and what follows is a new dataset', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await first.engine.pause();
  const dataset = host.ledger.openDataset()!.id;
  host.ledger.beginClean(null, host.clock.nowMs);
  host.disk.remove(host.layout.eventBatch('20251109T120000Z'));
  first.kill();

  const second = start(host);
  await host.clock.run(0);
  expect(visible(host)).toEqual({ batches: [], companies: null });
  expect(host.ledger.openDataset()!.id).not.toBe(dataset);
  expect(second.engine.status().paused).toBe(true);
  await second.engine.resume();
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1]);
});

test.each([null, 'emulated'] as const)(
  'a clean of %s tells its mode, by the start that finishes it as well',
  async (mode) => {
    const host = machine();
    const first = start(host);
    await host.clock.runUntil(at('12:00:20'));
    await first.engine.pause();
    await first.engine.clean(mode);
    const fact = {
      event: 'lifecycle',
      timestamp: '2025-11-09T12:00:20.000Z',
      action: 'clean',
      status: 'paused',
      mode,
    };
    expect(first.facts.at(-1)).toEqual(fact as Fact);

    host.ledger.beginClean(mode, host.clock.nowMs);
    first.kill();
    await host.clock.runUntil(at('12:00:25'));
    start(host);
    const history = new History(host.ledger.connection);
    const [told] = history.eventsAfter(history.eventIdBefore(1), 1);
    expect(JSON.parse(told!.json)).toEqual({ ...fact, timestamp: '2025-11-09T12:00:25.000Z' });
  },
);

test('a clean that failed is not finished by a restart once somebody has resumed', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await first.engine.pause();
  host.disk.fail('sync', 'EIO', { path: host.layout.events });
  expect((await first.engine.clean(null)).errors.length).toBe(1);
  await first.engine.resume();
  await host.clock.runUntil(at('12:01:00'));
  await first.stop();
  const before = visible(host);
  expect(before.batches.length).toBeGreaterThan(2);

  start(host);
  await host.clock.run(0);
  expect(visible(host).batches).toEqual(before.batches);
  expect(visible(host).companies === before.companies).toBe(true);
});

test('a clean of a batch that is visible but not recorded leaves nothing of it', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('sync', 'EIO', { path: host.layout.events, times: 3 });
  await host.clock.runUntil(at('12:00:10'));
  expect(engine.status().problems.map(({ code }) => code)).toEqual(['EIO']);
  await engine.pause();
  host.disk.heal();
  await engine.clean(null);
  await engine.resume();
  await host.clock.runUntil(at('12:00:20'));

  const rows = published(host, 'driver');
  expect(rows.map(({ number }) => number)).toEqual([1, 2]);
  expect(visible(host).batches).toEqual(rows.map(({ batchId }) => batchId));
});

test('nothing is published on top of a clean that cannot be finished, and it is finished once it can', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  host.disk.fail('remove', 'EROFS', { path: 'companies.jsonl', times: Number.POSITIVE_INFINITY });
  const { errors } = await engine.clean(null);
  expect(errors.length).toBe(1);
  expect(errors[0]).toContain('raw/companies.jsonl');
  await expect(engine.resume()).rejects.toBeInstanceOf(CleanUnfinished);
  expect(engine.status().paused).toBe(true);
  await host.clock.runUntil(at('12:00:43'));
  expect(visible(host).batches).toEqual([]);

  host.disk.heal();
  await engine.resume();
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1]);
  expect(published(host, 'company')[0]).toMatchObject({ number: 1, fileOffset: 0 });
});

test('a clean that cannot begin the next dataset is gone on with by a resume', async () => {
  const real = machine();
  let failures = 1;
  const ledger = new Proxy(real.ledger, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (
          name === 'beginDataset' &&
          real.ledger.unfinishedClean() === null &&
          real.ledger.newestBatch(1) &&
          failures-- > 0
        )
          throw Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
        return value.apply(target, args);
      };
    },
  });
  const host = { ...real, ledger };
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:25'));
  await engine.pause();
  await expect(engine.clean(null)).rejects.toThrow('disk full');
  const resumed = engine.resume();
  await host.clock.run(0);
  await resumed;
  expect(published(host, 'driver').map(({ number, datasetId }) => [number, datasetId])).toEqual([[1, 2]]);
});
