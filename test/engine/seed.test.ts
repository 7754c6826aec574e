import { expect, test } from 'vitest';
import { SeedRefused } from '../../src/engine/session.ts';
import { at, emulated, type Machine, machine, published, start } from '../fixtures.ts';

/** A folder with batches 1 to 3, of seeds 42 to 44. */
async function folder(): Promise<Machine> {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await stop();
  return host;
}

test('a seed whose next batch would repeat a used one is refused, and the message has the way out', async () => {
  const host = await folder();
  // Batch 4 would have 41 + 3 = 44, which batch 3 has.
  expect(() => start(host, { settings: emulated({ seed: 41 }) })).toThrow(SeedRefused);
  expect(() => start(host, { settings: emulated({ seed: 41 }) })).toThrow('at least 42');
  expect(() => start(host, { settings: emulated({ seed: 0 }) })).toThrow(SeedRefused);
});

test('a seed whose next batch is above all used ones goes on, with a warning', async () => {
  const host = await folder();
  const { log } = start(host, { settings: emulated({ seed: 1000 }) });
  await host.clock.runUntil(at('12:00:30'));
  expect(published(host, 'driver').at(-1)).toMatchObject({ number: 4, seed: 1003 });
  expect(log('warn').length).toBe(1);
  expect(log('warn')[0]).toContain('not recommended');
  expect(log('warn')[0]).toContain('/api/clean');
});

test('back to the old seed after a higher one is refused', async () => {
  const host = await folder();
  const { stop } = start(host, { settings: emulated({ seed: 1000 }) });
  await host.clock.runUntil(at('12:00:30'));
  await stop();
  expect(() => start(host)).toThrow(SeedRefused);
});

test('a seed that the config leaves out is drawn once and kept with the dataset', async () => {
  const host = machine();
  const settings = emulated({ seed: null });
  const first = start(host, { settings, drawSeed: () => 111 });
  await host.clock.runUntil(at('12:00:10'));
  await first.stop();
  const second = start(host, { settings, drawSeed: () => 999 });
  await host.clock.runUntil(at('12:00:20'));
  expect(published(host, 'driver').map(({ seed }) => seed)).toEqual([111, 112, 113]);
  expect(second.log('warn')).toEqual([]);

  await second.engine.pause();
  await second.engine.clean(null);
  await second.engine.resume();
  expect(published(host, 'driver').map(({ seed }) => seed)).toEqual([999]);
});

test('a config that stops naming its seed goes on with the seed of the dataset', async () => {
  const host = await folder();
  start(host, { settings: emulated({ seed: null }), drawSeed: () => 999 });
  await host.clock.runUntil(at('12:00:30'));
  expect(published(host, 'driver').map(({ seed }) => seed)).toEqual([42, 43, 44, 45]);
});

test('after a full clean any seed goes', async () => {
  const host = await folder();
  const { engine, stop } = start(host);
  await engine.pause();
  await engine.clean(null);
  await stop();
  const second = start(host, { settings: emulated({ seed: 0 }) });
  await second.engine.resume();
  expect(published(host, 'driver').map(({ seed }) => seed)).toEqual([0]);
});
