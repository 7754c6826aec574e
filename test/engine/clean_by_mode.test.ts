import { expect, test } from 'vitest';
import { Life } from '../fakes/mortal.ts';
import {
  at,
  bytesAt,
  jsonAt,
  type Machine,
  machine,
  published,
  put,
  sha256,
  start,
  visible,
} from '../fixtures.ts';
import { mixed, PRODUCTION } from './mixed_modes.ts';

/** Bytes of every published batch by the ledger's word for where they stand. */
function batchBytes(host: Machine, mode: string): Map<string, string> {
  const rows = [...published(host, 'company'), ...published(host, 'driver')].filter(
    (row) => row.mode === mode,
  );
  return new Map(
    rows.map((row) => {
      const { path, offset, bytes } = host.layout.linesOf(row);
      return [`${row.generator} ${row.batchId}`, sha256(host.disk.read(path, offset, bytes))];
    }),
  );
}

for (const [mode, other] of [
  ['emulated', 'production'],
  ['production', 'emulated'],
] as const) {
  test(`a clean of ${mode} batches keeps those of ${other} mode byte for byte`, async () => {
    const host = machine();
    const { engine } = await mixed(host);
    const kept = batchBytes(host, other);
    expect(kept.size).toBeGreaterThan(4);
    const keptBytes = published(host, 'company')
      .filter((row) => row.mode === other)
      .reduce((sum, row) => sum + row.bytes!, 0);

    const { items } = await engine.clean(mode);
    expect(items.length).toBeGreaterThan(4);
    expect(batchBytes(host, other)).toEqual(kept);
    expect(batchBytes(host, mode).size).toBe(0);
    expect(bytesAt(host.disk, host.layout.companies).length).toBe(keptBytes);
    const driverIds = published(host, 'driver').map(({ batchId }) => batchId);
    expect(visible(host).batches).toEqual(driverIds);
    for (const row of published(host, 'company')) {
      const { path, offset, bytes } = host.layout.linesOf(row);
      expect(sha256(host.disk.read(path, offset, bytes))).toBe(row.sha256!);
    }
  });
}

test('company metadata say where their lines stand after a clean by mode', async () => {
  const host = machine();
  const { engine } = await mixed(host);
  await engine.clean('emulated');
  for (const row of published(host, 'company')) {
    expect(jsonAt(host.disk, host.layout.companyMeta(row.batchId)).file_offset).toBe(row.fileOffset);
  }
  expect(published(host, 'company')[0]!.fileOffset).toBe(0);
});

test('a second clean of the mode deletes nothing', async () => {
  const host = machine();
  const { engine } = await mixed(host);
  await engine.clean('emulated');
  expect(await engine.clean('emulated')).toMatchObject({ items: [], errors: [] });
});

test('numbers go on after a clean by mode, and companies are appended behind those that stayed', async () => {
  const host = machine();
  const { engine } = await mixed(host);
  const last = published(host, 'company').at(-1)!;
  await engine.clean('emulated');
  await engine.resume();
  await host.clock.runUntil(at('12:01:10'));
  const rows = published(host, 'company');
  expect(rows.at(-1)!.number).toBe(last.number + 1);
  let offset = 0;
  for (const row of rows) {
    expect(row.fileOffset).toBe(offset);
    offset += row.bytes!;
  }
  expect(bytesAt(host.disk, host.layout.companies).length).toBe(offset);
});

test('the clean of the only mode there is takes companies.jsonl away, and the file begins anew', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:20'));
  await engine.pause();
  await engine.clean('emulated');
  expect(visible(host)).toEqual({ batches: [], companies: null });
  await host.clock.runUntil(at('12:01:03'));
  await engine.resume();
  expect(visible(host).batches).toEqual(['20251109T120050Z']);
  expect(published(host, 'company')[0]).toMatchObject({ number: 1, seed: 42, fileOffset: 0 });
  expect(published(host, 'driver')[0]).toMatchObject({ number: 1, poolFrom: 1, poolTo: 1 });
});

test('a clean by mode that dies at any change is finished by the next start, and what stays stays whole', async () => {
  const probe = machine();
  const { engine, life } = await mixed(probe);
  const before = life.changes;
  const kept = batchBytes(probe, 'production');
  await engine.clean('emulated');
  const changes = life.changes - before;
  expect(changes).toBeGreaterThan(10);

  for (let n = 1; n < changes; n++) {
    const host = machine();
    const { engine: dying } = await mixed(host, { life: new Life(before + n) });
    await dying.clean('emulated').catch(() => {});
    start(host, { settings: PRODUCTION });
    await host.clock.run(0);
    expect({ n, kept: [...batchBytes(host, 'production')] }).toEqual({ n, kept: [...kept] });
    expect({ n, gone: batchBytes(host, 'emulated').size }).toEqual({ n, gone: 0 });
    const rows = published(host, 'driver').map(({ batchId }) => batchId);
    expect({ n, batches: visible(host).batches }).toEqual({ n, batches: rows });
  }
  // Bounds a hang; it measures nothing.
}, 60_000);

test('a company batch that readers see half of is finished before a clean of the other mode', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:15'));
  host.disk.fail('write', 'EIO', { path: 'raw/companies.jsonl', times: Number.POSITIVE_INFINITY });
  await host.clock.runUntil(at('12:00:21'));
  await engine.pause();
  host.disk.heal();
  expect(visible(host).companies!.endsWith('\n')).toBe(false);

  expect((await engine.clean('production')).errors).toEqual([]);
  expect(published(host, 'company').map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(visible(host).companies!.length).toBe(
    published(host, 'company').reduce((sum, { bytes }) => sum + bytes!, 0),
  );
});

test('a clean by mode after companies.jsonl was deleted by hand retires them', async () => {
  const host = machine();
  const { engine } = await mixed(host);
  host.disk.remove(host.layout.companies);
  expect((await engine.clean('emulated')).errors).toEqual([]);
  expect(published(host, 'company')).toEqual([]);
  await engine.resume();
  await host.clock.runUntil(at('12:01:30'));
  expect(engine.status().problems).toEqual([]);
  expect(published(host, 'company')[0]).toMatchObject({ mode: 'production', fileOffset: 0 });
});

test('a clean by mode refuses a companies.jsonl that somebody has changed, and a full one takes it away', async () => {
  const host = machine();
  const { engine } = await mixed(host);
  const text = visible(host).companies!;
  put(host.disk, host.layout.companies, text.replace('company_name', 'company_nama'));
  await expect(engine.clean('emulated')).rejects.toThrow(host.layout.companies);
  expect(visible(host).companies).toContain('company_nama');
  expect((await engine.clean(null)).errors).toEqual([]);
  expect(visible(host)).toEqual({ batches: [], companies: null });
});

test('a full clean takes with it what a clean by mode could not delete', async () => {
  const host = machine();
  const { engine } = await mixed(host);
  host.disk.fail('rename', 'EIO', { path: 'staging/driver', times: Number.POSITIVE_INFINITY });
  expect((await engine.clean('emulated')).errors.length).toBeGreaterThan(0);
  host.disk.heal();
  expect((await engine.clean(null)).errors).toEqual([]);
  expect(visible(host)).toEqual({ batches: [], companies: null });
});

test('a clean by mode that leaves nothing closes the dataset, and a resume publishes a baseline', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:25'));
  await engine.pause();
  expect((await engine.clean('emulated')).items.length).toBeGreaterThan(5);
  expect(visible(host)).toEqual({ batches: [], companies: null });
  const resumed = engine.resume();
  await host.clock.run(0);
  expect((await resumed).baselineActions.length).toBe(2);
  expect(published(host, 'company').map(({ number }) => number)).toEqual([1]);
  expect(published(host, 'driver')[0]).toMatchObject({ number: 1, poolFrom: 1, poolTo: 1 });
  expect(published(host, 'driver')[0]!.recordCount).toBeGreaterThan(0);
});

test('a clean by mode that finds nothing of it leaves the dataset open', async () => {
  const host = machine();
  const { engine } = start(host);
  await host.clock.runUntil(at('12:00:25'));
  const dataset = host.ledger.openDataset();
  await engine.pause();
  expect((await engine.clean('production')).items).toEqual([]);
  expect(host.ledger.openDataset()).toEqual(dataset);
});
