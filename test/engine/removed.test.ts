import { expect, test } from 'vitest';
import { Life } from '../fakes/mortal.ts';
import {
  at,
  bytesAt,
  emulated,
  intervals,
  jsonAt,
  type Machine,
  machine,
  published,
  put,
  start,
  textAt,
  visible,
} from '../fixtures.ts';

/** A stopped service's folder with batches 1 to 4. */
async function folder(): Promise<Machine> {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:32'));
  await stop();
  return host;
}

test('driver batches that somebody deleted are removed in the ledger, and one warning counts them', async () => {
  const host = await folder();
  host.disk.remove(host.layout.eventBatch('20251109T120000Z'));
  host.disk.remove(host.layout.eventBatch('20251109T120010Z'));
  const { log } = start(host);
  await host.clock.runUntil(at('12:00:40'));
  expect(log('warn').length).toBe(1);
  expect(log('warn')[0]).toContain('2 driver batches');
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 4, 5]);
});

test('a batch that was removed is told of once', async () => {
  const host = await folder();
  host.disk.remove(host.layout.eventBatch('20251109T120000Z'));
  const { stop } = start(host);
  await stop();
  expect(start(host).log('warn')).toEqual([]);
});

test('a deleted companies.jsonl retires its companies, and the file begins anew at offset 0', async () => {
  const host = await folder();
  host.disk.remove(host.layout.companies);
  const { log } = start(host);
  await host.clock.runUntil(at('12:01:00'));
  // Nobody is eligible until the next company batch, which is worth a warning of its own.
  expect(log('warn').filter((message) => !message.includes('no eligible companies')).length).toBe(1);
  expect(log('warn')[0]).toContain('companies.jsonl');
  const companies = published(host, 'company');
  expect(companies[0]).toMatchObject({ number: 5, fileOffset: 0 });
  expect(bytesAt(host.disk, host.layout.companies).length).toBe(
    companies.reduce((sum, { bytes }) => sum + bytes!, 0),
  );
  // Retired companies drive no more.
  const last = published(host, 'driver').at(-1)!;
  expect(last.poolFrom).toBe(5);
  const ids = new Set(
    textAt(host.disk, host.layout.companies)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).company_id),
  );
  const events = textAt(host.disk, host.layout.eventLines(last.batchId)).trimEnd().split('\n');
  expect(events.length).toBeGreaterThan(0);
  for (const line of events) expect(ids.has(JSON.parse(line).company_id)).toBe(true);
});

test('companies.jsonl that is deleted while the service runs begins anew with the next batch', async () => {
  const host = machine();
  const { log, engine } = start(host);
  await host.clock.runUntil(at('12:00:35'));
  host.disk.remove(host.layout.companies);
  await host.clock.runUntil(at('12:01:00'));
  expect(engine.status().problems).toEqual([]);
  expect(log('warn').length).toBe(1);
  const companies = published(host, 'company');
  expect(companies[0]).toMatchObject({ number: 5, fileOffset: 0 });
  expect(bytesAt(host.disk, host.layout.companies).length).toBe(
    companies.reduce((sum, { bytes }) => sum + bytes!, 0),
  );
  expect(published(host, 'driver').at(-1)).toMatchObject({ poolFrom: 5 });
});

test('a driver batch that is deleted while the service runs disturbs nobody', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  host.disk.remove(host.layout.eventBatch('20251109T120000Z'));
  await host.clock.runUntil(at('12:00:20'));
  expect(engine.status().problems).toEqual([]);
  expect(visible(host).batches).toEqual(['20251109T115950Z', '20251109T120010Z']);
});

test('all driver batches deleted: a baseline of drivers alone is published at once', async () => {
  const host = await folder();
  for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
  await host.clock.runUntil(at('12:01:05'));
  const { batches } = start(host);
  await host.clock.run(0);
  expect(batches.map(({ generator, batch_id }) => `${generator} ${batch_id}`)).toEqual([
    'driver 20251109T120050Z',
  ]);
  expect(published(host, 'driver')[0]).toMatchObject({ number: 5, poolFrom: 1, poolTo: 4 });
});

test('nothing left at all: a new dataset, as after a clean', async () => {
  const host = await folder();
  const dataset = host.ledger.openDataset()!.id;
  host.disk.remove(host.layout.companies);
  for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
  const { batches } = start(host);
  await host.clock.run(0);
  expect(host.ledger.openDataset()!.id).not.toBe(dataset);
  expect(batches.map(({ generator, batch_number }) => `${generator} ${batch_number}`)).toEqual([
    'company 1',
    'driver 1',
  ]);
  expect(published(host, 'driver').map(({ seed }) => seed)).toEqual([42]);
});

test('a start on an emptied folder may die at any change: the next one closes the dataset all the same', async () => {
  const emptied = async () => {
    const host = await folder();
    host.disk.remove(host.layout.companies);
    for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
    return host;
  };
  const open: number[] = [];
  for (let changes = 0; changes < 40; changes++) {
    const host = await emptied();
    const dataset = host.ledger.openDataset()!.id;
    const life = new Life(changes);
    try {
      start(host, { life });
    } catch (error) {
      if (life.isAlive) throw error;
    }
    start(host);
    await host.clock.run(0);
    if (host.ledger.openDataset()!.id === dataset) open.push(changes);
  }
  expect(open).toEqual([]);
});

test('nothing left but what other people put there: a new dataset, and theirs stays', async () => {
  const host = await folder();
  host.disk.remove(host.layout.companies);
  for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
  put(host.disk, `${host.layout.events}/notes.txt`, 'mine');
  start(host);
  await host.clock.run(0);
  expect(intervals(published(host, 'driver'))).toEqual(['12:00:20–12:00:30']);
  expect(visible(host).batches).toContain('notes.txt');
});

test('the state of auto_reinit says what was missing and what was made of it', async () => {
  const host = await folder();
  for (const name of visible(host).batches) host.disk.remove(host.layout.eventBatch(name));
  await host.clock.runUntil(at('12:01:05'));
  const { engine } = start(host);
  await host.clock.run(0);
  const { autoReinit } = engine.status();
  expect(autoReinit).toMatchObject({ atMs: at('12:01:05'), count: 1 });
  expect(autoReinit.missingFiles).toEqual(['raw/events (4 batches)']);
  expect(autoReinit.actions.length).toBe(1);
});

test('bytes that somebody put behind the companies are not overwritten, and the service says so', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:05'));
  const file = host.disk.append(host.layout.companies);
  file.write(new TextEncoder().encode('{"company_id":"mine"}\n'));
  const before = visible(host).companies;
  await host.clock.runUntil(at('12:00:15'));
  expect(visible(host).companies).toBe(before);
  expect(engine.status().problems[0]!.message).toContain('companies.jsonl');
});

test('the folder of a batch that is removed tells the ledger nothing of its own', async () => {
  const host = await folder();
  const id = '20251109T120000Z';
  expect(jsonAt(host.disk, `${host.layout.eventBatch(id)}/batch_meta.json`).batch_number).toBe(2);
  host.disk.remove(host.layout.eventBatch(id));
  const { engine } = start(host);
  await host.clock.run(0);
  // Its number is not taken again.
  await host.clock.runUntil(at('12:00:40'));
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 3, 4, 5]);
  expect(engine.status().problems).toEqual([]);
});

test('raw/ that is deleted while the service runs is made again', async () => {
  const host = machine();
  const { engine, log } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  host.disk.remove(host.layout.raw);
  await host.clock.runUntil(at('12:00:45'));
  expect(engine.status().problems).toEqual([]);
  expect(log('warn').join()).toContain(host.layout.events);
  expect(published(host, 'company')[0]).toMatchObject({ number: 3, fileOffset: 0 });
  expect(visible(host).batches).toContain('20251109T120030Z');
});

test('staging that is deleted while the service runs is filled again', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  host.disk.remove('/data/staging');
  await host.clock.runUntil(at('12:00:45'));
  expect(engine.status().problems).toEqual([]);
  expect(published(host, 'company').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
});

test('a data folder that vanishes is told and waited for, and what it holds is as it was', async () => {
  const host = machine();
  const { engine, log } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  const before = visible(host);
  host.disk.rename('/data', '/elsewhere');
  await host.clock.runUntil(at('12:00:55'));
  expect(engine.status().problems).toMatchObject([{ code: 'FOLDER_GONE' }]);
  expect(log('error').length).toBe(1);
  expect(host.disk.list('/')).toEqual(['elsewhere']);

  host.disk.rename('/elsewhere', '/data');
  await host.clock.runUntil(at('12:01:35'));
  expect(engine.status().problems).toEqual([]);
  expect(visible(host).companies!.startsWith(before.companies!)).toBe(true);
  expect(visible(host).batches).toEqual(published(host, 'driver').map(({ batchId }) => batchId));
  expect(log('warn')).toEqual([]);
});

test('a deleted companies.jsonl is noticed by the next driver batch, though the next company batch is far', async () => {
  const host = machine();
  const settings = emulated({ intervalMs: { company: 60_000, driver: 10_000 } });
  const { log } = start(host, { settings });
  await host.clock.runUntil(at('12:00:15'));
  host.disk.remove(host.layout.companies);
  await host.clock.runUntil(at('12:00:35'));
  expect(log('warn')[0]).toContain('raw/companies.jsonl was deleted by hand');
  expect(published(host, 'company')).toEqual([]);
  expect(published(host, 'driver').at(-1)).toMatchObject({ poolFrom: null, poolTo: null, recordCount: 0 });
});
