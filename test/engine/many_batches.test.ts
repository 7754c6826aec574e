import { expect, test } from 'vitest';
import { ForeignBytes } from '../../src/publish/publisher.ts';
import {
  at,
  bytesAt,
  emulated,
  type Machine,
  machine,
  published,
  quality,
  start,
  visible,
} from '../fixtures.ts';
import { settledIntervals } from './settled_intervals.ts';

/** Of so many batches a start of these tests looks at each. */
const BOUND = 2;

/** A stopped service's folder with batches 1 to 7 of each generator. */
async function folder(settings = emulated()): Promise<Machine> {
  const host = machine();
  const { stop } = start(host, { settings });
  await host.clock.runUntil(at('12:01:02'));
  await stop();
  return host;
}

const idsOf = (host: Machine) => published(host, 'driver').map(({ number }) => number);

/** Resolves once something is so, while the service works on. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

function overwrite({ disk }: Machine, path: string, bytes: Uint8Array): void {
  const file = disk.create(path);
  file.write(bytes);
  file.close();
}

test('the newest that are gone are removed at once, the older ones while the service runs; one warning counts all', async () => {
  const host = await folder();
  const ids = published(host, 'driver').map(({ batchId }) => batchId);
  for (const batchId of [ids[0]!, ids[3]!, ids[6]!]) host.disk.remove(host.layout.eventBatch(batchId));
  const service = start(host, { bound: BOUND });
  expect(idsOf(host)).toEqual([1, 2, 3, 4, 5, 6]);
  await until(() => service.log('warn').length > 0);
  expect(idsOf(host)).toEqual([2, 3, 5, 6]);
  expect(service.log('warn')).toEqual(['3 driver batches were deleted by hand']);
  await service.stop();
});

test('a start that stops before it has looked at the older ones leaves them to the next', async () => {
  const host = await folder();
  host.disk.remove(host.layout.eventBatch(published(host, 'driver')[0]!.batchId));
  const first = start(host, { bound: BOUND });
  await first.stop();
  expect(idsOf(host)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  const second = start(host, { bound: BOUND });
  await until(() => second.log('warn').length > 0);
  expect(idsOf(host)).toEqual([2, 3, 4, 5, 6, 7]);
  await second.stop();
});

test('other bytes in one of the newest stop the start; another size of an older one is told of', async () => {
  const host = await folder();
  const [oldest, newest] = [published(host, 'driver')[0]!, published(host, 'driver').at(-1)!];
  const path = host.layout.eventLines(oldest.batchId);
  overwrite(host, path, new Uint8Array(3));
  const service = start(host, { bound: BOUND });
  await until(() => service.log('error').length > 0);
  expect(service.log('error').join()).toContain(path);
  expect(idsOf(host)).toContain(1);
  await service.stop();

  const lines = bytesAt(host.disk, host.layout.eventLines(newest.batchId)).slice();
  lines[20]! ^= 1;
  overwrite(host, host.layout.eventLines(newest.batchId), lines);
  expect(() => start(host, { bound: BOUND })).toThrow(ForeignBytes);
});

test('a folder that was emptied closes the dataset before anything is published', async () => {
  const host = await folder();
  const dataset = host.ledger.openDataset()!.id;
  host.disk.remove(host.layout.companies);
  for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
  const { batches, stop } = start(host, { bound: BOUND });
  expect(host.ledger.openDataset()!.id).not.toBe(dataset);
  await host.clock.run(0);
  expect(batches.map(({ generator, batch_number }) => `${generator} ${batch_number}`)).toEqual([
    'company 1',
    'driver 1',
  ]);
  await stop();
});

test('a deleted companies.jsonl retires its companies, and batches that are left keep the dataset open', async () => {
  const host = await folder();
  const dataset = host.ledger.openDataset()!.id;
  host.disk.remove(host.layout.companies);
  for (const { batchId } of published(host, 'driver').slice(-4))
    host.disk.remove(host.layout.eventBatch(batchId));
  const { stop } = start(host, { bound: BOUND });
  expect(host.ledger.openDataset()!.id).toBe(dataset);
  expect(published(host, 'company')).toEqual([]);
  await stop();
});

/** Has a ledger forget the newest batches, as if it were a copy from before them. */
function forget({ ledger }: Machine, number: number): void {
  const { $client } = ledger.connection;
  $client.exec(`DELETE FROM batches WHERE number > ${number}; DELETE FROM dataset_totals; DELETE FROM dataset_issues;
    INSERT INTO dataset_totals SELECT dataset_id, generator, count(*), sum(record_count), sum(corrupted_count) FROM batches GROUP BY 1, 2`);
}

for (const [way, restartedAt] of [
  ['are looked for by name', '12:01:02'],
  // More names than a listing of the folder is worth.
  ['after a long absence are found in a listing', '13:01:02'],
] as const) {
  test(`batches that an older copy of the ledger does not know ${way}, and recorded before anything is planned`, async () => {
    const settings = emulated({ quality: quality({ rate: 0.3 }) });
    const host = await folder(settings);
    const before = published(host, 'driver');
    const seen = visible(host);
    forget(host, 4);
    await host.clock.stepTo(at(restartedAt));
    const { engine, stop } = start(host, { settings, bound: BOUND });
    const facts = ({ number, batchId, sha256, bytes, seed }: (typeof before)[number]) => ({
      ...{ number, batchId, sha256, bytes, seed },
    });
    expect(published(host, 'driver').map(facts)).toEqual(before.map(facts));
    expect(published(host, 'company').length).toBe(7);
    expect(visible(host)).toEqual(seen);
    await host.clock.run(20_000);
    expect(engine.status().problems).toEqual([]);
    expect(idsOf(host).slice(0, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(settledIntervals(host, 'driver').broken).toEqual([]);
    await stop();
  });
}

test('answer keys of batches that nobody has seen go, those of published ones stay', async () => {
  const settings = emulated({ quality: quality({ rate: 1 }) });
  const host = await folder(settings);
  const keys = () => host.disk.list(host.layout.answerKeysOf('driver'));
  const before = keys();
  const unseen = '20251109T120100Z.jsonl';
  overwrite(host, `${host.layout.answerKeysOf('driver')}/${unseen}`, new Uint8Array(3));
  const { stop } = start(host, { settings: emulated({ quality: quality({ rate: 0 }) }), bound: BOUND });
  expect(keys()).toEqual(before.filter((name) => name !== unseen));
  expect(before.length).toBeGreaterThanOrEqual(7);
  await stop();
});

test('a company batch is not taken for unknown where the driver batch of its name is still planned', async () => {
  const host = machine();
  const settings = emulated({ intervalMs: { company: 5000, driver: 10_000 } });
  const first = start(host, { settings });
  await host.clock.runUntil(at('12:00:37'));
  first.kill();
  const planned = host.ledger.planned().find(({ generator }) => generator === 'driver')!;
  expect(published(host, 'company').map(({ batchId }) => batchId)).toContain(planned.batchId);
  const { engine, stop } = start(host, { settings, bound: BOUND });
  await host.clock.runUntil(at('12:01:00'));
  expect(engine.status().problems).toEqual([]);
  expect(idsOf(host)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  await stop();
});
