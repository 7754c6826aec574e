import { expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.ts';
import { ForeignBytes } from '../../src/publish/publisher.ts';
import {
  at,
  bytesAt,
  emulated,
  gapsOf,
  type Machine,
  machine,
  published,
  quality,
  start,
  visible,
} from '../fixtures.ts';
import { settledIntervals } from './settled_intervals.ts';

/** A machine whose ledger was lost, or restored from before its first batch, after half a minute of batches. */
async function forgetful(settings = emulated()): Promise<{ host: Machine; before: Machine }> {
  const before = machine();
  const { stop } = start(before, { settings });
  await before.clock.runUntil(at('12:00:32'));
  await stop();
  return { before, host: { ...before, ledger: new Ledger(':memory:') } };
}

test('batches that a lost ledger does not know are recorded again, and numbers go on', async () => {
  const { host, before } = await forgetful();
  const seen = visible(host);
  const { engine } = start(host);
  for (const generator of ['company', 'driver'] as const) {
    const facts = (each: Machine) =>
      published(each, generator).map(
        ({ number, batchId, sha256, bytes, fileOffset, poolFrom, poolTo, seed }) => ({
          ...{ number, batchId, sha256, bytes, fileOffset, poolFrom, poolTo, seed },
        }),
      );
    expect(facts(host)).toEqual(facts(before));
    expect(facts(host).length).toBe(4);
  }
  expect(visible(host)).toEqual(seen);

  await host.clock.runUntil(at('12:01:00'));
  expect(engine.status().problems).toEqual([]);
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(published(host, 'driver').at(-1)).toMatchObject({ poolFrom: 1, poolTo: 6 });
  expect(settledIntervals(host, 'driver').broken).toEqual([]);
});

test('bytes that do not come out again stop the start, and the message names the file', async () => {
  const { host } = await forgetful();
  const path = host.layout.eventLines('20251109T120010Z');
  const bytes = bytesAt(host.disk, path).slice();
  bytes[20] = bytes[20]! ^ 1;
  const file = host.disk.create(path);
  file.write(bytes);
  file.close();
  expect(() => start(host)).toThrow(ForeignBytes);
  expect(() => start(host)).toThrow(path);
  expect(bytesAt(host.disk, path)).toEqual(bytes);
});

test('a ledger that never knew the config of the batches refuses them', async () => {
  const { host } = await forgetful(emulated({ quality: quality({ rate: 0.5 }) }));
  expect(() => start(host, { settings: emulated({ quality: quality({ rate: 0 }) }) })).toThrow(ForeignBytes);
});

test('gaps that a lost ledger does not know stand in it again', async () => {
  const before = machine();
  const first = start(before);
  await before.clock.runUntil(at('12:00:15'));
  await first.stop();
  await before.clock.stepTo(at('12:01:02'));
  const second = start(before);
  await before.clock.runUntil(at('12:01:22'));
  await second.stop();

  const host = { ...before, ledger: new Ledger(':memory:') };
  start(host);
  expect(settledIntervals(host, 'driver').broken).toEqual([]);
  expect(gapsOf(host, 'driver')).toEqual(['12:00:10–12:01:00 5 unknown']);
});
