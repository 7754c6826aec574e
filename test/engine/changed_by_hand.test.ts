import { expect, test } from 'vitest';
import { ForeignBytes } from '../../src/publish/publisher.ts';
import { at, bytesAt, type Machine, machine, published, put, start, textAt, visible } from '../fixtures.ts';

/** A stopped service's folder with batches 1 to 4. */
async function folder(): Promise<Machine> {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:32'));
  await stop();
  return host;
}

/** What a start is refused with, once nothing of the folder has changed by it. */
function refusal(host: Machine): string {
  const before = visible(host);
  let message = 'nothing';
  try {
    start(host);
  } catch (error) {
    expect(error).toBeInstanceOf(ForeignBytes);
    message = (error as Error).message;
  }
  expect(visible(host).batches).toEqual(before.batches);
  expect(visible(host).companies === before.companies).toBe(true);
  return message;
}

test('a published batch with other bytes stops the start, and the error names the file and the way out', async () => {
  const host = await folder();
  const path = host.layout.eventLines('20251109T120010Z');
  put(host.disk, path, `${textAt(host.disk, path)}{"mine":true}\n`);
  expect(refusal(host)).toContain(path);
  expect(refusal(host)).toContain('move it away');
});

test('a companies.jsonl that was cut stops the start', async () => {
  const host = await folder();
  put(host.disk, host.layout.companies, textAt(host.disk, host.layout.companies).slice(0, -50));
  expect(refusal(host)).toContain(host.layout.companies);
});

test('a batch folder that is nobody’s stops the start', async () => {
  const host = await folder();
  host.disk.makeFolder(host.layout.eventBatch('20251109T130000Z'));
  expect(refusal(host)).toContain('20251109T130000Z');
});

test('a batch that was moved away and is back does not keep the service from starting', async () => {
  const host = await folder();
  const path = host.layout.eventBatch('20251109T120000Z');
  host.disk.rename(path, '/data/away');
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:40'));
  await stop();
  host.disk.rename('/data/away', path);
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:50'));
  expect(engine.status().problems).toEqual([]);
  expect(published(host, 'driver').at(-1)).toMatchObject({ number: 6 });
  expect(visible(host).batches).toContain('20251109T120000Z');
});

test('a half-appended company batch whose file is deleted is published whole', async () => {
  const host = machine();
  const first = start(host);
  await host.clock.runUntil(at('12:00:05'));
  host.disk.fail('write', 'EIO', { path: 'raw/companies.jsonl' });
  await host.clock.runUntil(at('12:00:10'));
  first.kill();
  host.disk.remove(host.layout.companies);
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:30'));
  expect(engine.status().problems).toEqual([]);
  const rows = published(host, 'company');
  expect(rows[0]).toMatchObject({ number: 2, fileOffset: 0 });
  expect(bytesAt(host.disk, host.layout.companies).length).toBe(
    rows.reduce((sum, { bytes }) => sum + bytes!, 0),
  );
});

test('what a clean could not delete does not keep the service from starting again', async () => {
  const host = machine();
  const { engine, stop } = start(host);
  await host.clock.runUntil(at('12:00:32'));
  await engine.pause();
  host.disk.fail('rename', 'EACCES', { path: '20251109T120010Z' });
  const { errors } = await engine.clean(null);
  expect(errors.length).toBe(1);
  await stop();
  const second = start(host);
  await second.engine.resume();
  await host.clock.runUntil(at('12:01:00'));
  expect(second.engine.status().problems).toEqual([]);
  expect(published(host, 'driver').length).toBeGreaterThan(1);
});

test('what a clean could not delete is deleted by the next one', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:32'));
  await engine.pause();
  host.disk.fail('rename', 'EACCES', { path: '20251109T120010Z' });
  await engine.clean(null);
  const { items, errors } = await engine.clean(null);
  expect(errors).toEqual([]);
  expect(items.map(({ path }) => path)).toEqual(['raw/events/20251109T120010Z']);
});

test('a batch that a clean could not delete is not in the way of a baseline of the same interval', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:32'));
  await engine.pause();
  host.disk.fail('rename', 'EACCES', { path: '20251109T120020Z' });
  await engine.clean(null);
  await engine.resume();
  await host.clock.runUntil(at('12:01:00'));
  expect(engine.status().problems).toEqual([]);
  expect(published(host, 'driver').map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

test('lines that somebody put behind the companies stop the start, and are left alone', async () => {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  await stop();
  const text = `${visible(host).companies}{"company_id":"mine"}\n`;
  put(host.disk, host.layout.companies, text);
  expect(() => start(host)).toThrow(host.layout.companies);
  expect(visible(host).companies).toBe(text);
});

test('an emptied companies.jsonl is as good as a deleted one', async () => {
  const host = machine();
  const { stop } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  await stop();
  put(host.disk, host.layout.companies, '');
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:45'));
  expect(engine.status().problems).toEqual([]);
  expect(published(host, 'company')[0]).toMatchObject({ number: 3, fileOffset: 0 });
});

for (const generator of ['company', 'driver'] as const) {
  test(`one other byte in a ${generator} batch stops the start, and stays`, async () => {
    const host = machine();
    const { stop } = start(host);
    await host.clock.runUntil(at('12:00:25'));
    await stop();
    const { path, offset } = host.layout.linesOf(published(host, generator)[1]!);
    const bytes = bytesAt(host.disk, path).slice();
    bytes[offset + 20]! ^= 1;
    const file = host.disk.create(path);
    file.write(bytes);
    expect(() => start(host)).toThrow(path);
    expect(bytesAt(host.disk, path)).toEqual(bytes);
  });
}
