import { expect, test } from 'vitest';
import { History } from '../../src/ledger/history.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { events } from '../../src/ledger/schema.ts';
import { at, time } from '../fixtures.ts';
import { addBatch, beginRun, openLedger } from './ledger_fixture.ts';

const eventsOf = (ledger: Ledger) => ledger.connection.select().from(events).all();
const totalsOf = (ledger: Ledger, datasetId: number) =>
  new History(ledger.connection).totals(datasetId, 'driver', at('12:10:00'));

test('batches of one boundary are published together, with their facts in order', () => {
  const { ledger, datasetId } = openLedger();
  const company = addBatch(ledger, { generator: 'company', state: 'staged' });
  const driver = addBatch(ledger, { state: 'staged' });
  const given = { publishedMs: at('12:00:10'), latenessUs: 750, generationTimestampMs: at('12:00:10') };
  const ids = ledger.publish(
    [
      { ...given, row: company, fileOffset: 30 },
      { ...given, row: driver, fileOffset: null, latenessUs: null },
    ],
    [
      { atMs: at('12:00:10'), type: 'batch_generated', payload: { generator: 'company', records: 10 } },
      { atMs: at('12:00:11'), type: 'batch_generated', payload: { generator: 'driver' } },
    ],
  );
  expect(eventsOf(ledger)).toEqual([
    {
      id: ids[0]!,
      at: at('12:00:10'),
      type: 'batch_generated',
      payload: '{"generator":"company","records":10}',
    },
    { id: ids[1]!, at: at('12:00:11'), type: 'batch_generated', payload: '{"generator":"driver"}' },
  ]);
  expect(ids[1]).toBeGreaterThan(ids[0]!);
  const common = { state: 'published', publishedAt: at('12:00:10'), generationTimestamp: at('12:00:10') };
  const rows = ledger.published(datasetId).sort((a, b) => a.id - b.id);
  expect(rows).toMatchObject([
    { ...common, id: company, fileOffset: 30, latenessUs: 750 },
    { ...common, id: driver, fileOffset: null, latenessUs: null },
  ]);
});

test('what cannot be told is not published, and leaves no trace', () => {
  const { ledger, datasetId } = openLedger();
  const row = addBatch(ledger, { state: 'staged', staged: { issues: { null_value: 1 } } });
  const endless: { self?: unknown } = {};
  endless.self = endless;
  const batch = { row, publishedMs: 0, latenessUs: 0, generationTimestampMs: 0, fileOffset: null };
  const facts = [{}, endless].map((payload) => ({ atMs: 0, type: 'batch_generated', payload }));
  expect(() => ledger.publish([batch], facts)).toThrow();
  expect(ledger.planned().map(({ id }) => id)).toEqual([row]);
  expect(ledger.published(datasetId)).toEqual([]);
  expect(totalsOf(ledger, datasetId).batches).toBe(0);
  expect(new History(ledger.connection).issues(datasetId)).toEqual({});
  expect(eventsOf(ledger)).toEqual([]);
});

test('what is done atomically is done whole or not at all', () => {
  const { ledger, datasetId } = openLedger();
  expect(() =>
    ledger.atomically(() => {
      addBatch(ledger);
      throw new Error('cut');
    }),
  ).toThrow('cut');
  expect(ledger.position(datasetId, 'driver').nextNumber).toBe(1);
  expect(eventsOf(ledger)).toEqual([]);
  ledger.atomically(() => void addBatch(ledger));
  expect(ledger.position(datasetId, 'driver').nextNumber).toBe(2);
  expect(eventsOf(ledger).length).toBe(1);
});

test('the newest batch is the one that was published last, of either generator, be it gone', () => {
  const { ledger, datasetId } = openLedger();
  addBatch(ledger, { generator: 'company', fileOffset: 0 });
  const driver = addBatch(ledger);
  addBatch(ledger, { number: 2, start: '12:00:10', state: 'staged' });
  expect(ledger.newestBatch(datasetId)!.id).toBe(driver);
  ledger.markRemoved([driver]);
  expect(ledger.newestBatch(datasetId)).toMatchObject({ id: driver, state: 'removed' });
  expect(ledger.newestBatch(datasetId + 1)).toBeNull();
});

test('a mode has a published batch if a reader can see one', () => {
  const { ledger, datasetId } = openLedger();
  const row = addBatch(ledger, { mode: 'production' });
  addBatch(ledger, { number: 2, start: '12:00:10', state: 'staged' });
  const has = (mode: 'emulated' | 'production', generator: 'company' | 'driver' = 'driver') =>
    ledger.hasPublished(datasetId, generator, mode);
  expect([has('production'), has('emulated'), has('production', 'company')]).toEqual([true, false, false]);
  ledger.markRemoved([row]);
  expect(has('production')).toBe(false);
});

test('published batches come by the ends of their intervals, planned ones too', () => {
  const { ledger, datasetId } = openLedger();
  const late = addBatch(ledger, { number: 2, start: '12:00:10' });
  const early = addBatch(ledger, { number: 1, start: '12:00:00' });
  const far = addBatch(ledger, { number: 3, start: '12:01:00', state: 'staged' });
  const near = addBatch(ledger, { generator: 'company', start: '12:00:30', state: 'planned' });
  expect(ledger.published(datasetId).map(({ id }) => id)).toEqual([early, late]);
  expect(ledger.planned().map(({ id }) => id)).toEqual([near, far]);
});

test('ids that were given in a dataset stay given, whatever became of the batch', () => {
  const { ledger, datasetId } = openLedger();
  addBatch(ledger, { number: 1, start: '12:00:00', mode: 'production' });
  ledger.finishClean(datasetId, 'production', new Map(), { atMs: 0, type: 'x', payload: {} });
  ledger.markRemoved([addBatch(ledger, { number: 2, start: '12:00:10' })]);
  addBatch(ledger, { number: 3, start: '12:00:20' });
  addBatch(ledger, { generator: 'company', start: '12:00:30', fileOffset: 0 });
  addBatch(ledger, { number: 4, start: '12:00:40', state: 'staged' });
  expect(ledger.publishedIds(datasetId, 'driver')).toEqual(
    new Set(['20251109T120000Z', '20251109T120010Z', '20251109T120020Z']),
  );
});

test('a deleted companies.jsonl takes the companies of its dataset, and no drivers', () => {
  const { ledger, datasetId } = openLedger();
  const company = addBatch(ledger, { generator: 'company', fileOffset: 0 });
  const driver = addBatch(ledger);
  const other = ledger.beginDataset(7, at('13:00:00')).id;
  beginRun(ledger, other, 'run-2');
  const elsewhere = addBatch(ledger, { datasetId: other, generator: 'company', fileOffset: 0 });
  ledger.retireCompanies(datasetId);
  expect(ledger.published(datasetId).map(({ id }) => id)).toEqual([driver]);
  expect(ledger.published(other).map(({ id }) => id)).toEqual([elsewhere]);
  expect([...ledger.companyFacts(datasetId, 'emulated')]).toEqual([]);
  // Their numbers stay theirs, and the file is empty by the ledger.
  expect(ledger.newestBatch(datasetId)!.id).toBe(driver);
  expect(ledger.position(datasetId, 'company').nextNumber).toBe(2);
  expect(ledger.companyBytes(datasetId)).toBe(0);
  expect(company).toBeLessThan(driver);
});

test('facts of companies are told by number also once they are gone, of their mode alone', () => {
  const { ledger, datasetId } = openLedger();
  const rows = [1, 2, 3, 4].map((number) =>
    addBatch(ledger, {
      generator: 'company',
      number,
      start: time(at('12:00:00') + 10_000 * number),
      mode: number === 2 ? 'production' : 'emulated',
      fileOffset: 100 * number,
      staged: { facts: new Uint8Array([number, 255]) },
    }),
  );
  ledger.markRemoved([rows[0]!]);
  addBatch(ledger, { generator: 'company', number: 5, start: '12:01:00', state: 'staged' });
  const told = (from: number, to: number) =>
    [...ledger.companyFactsOf(datasetId, 'emulated', from, to)].map(({ number, facts }) => [
      number,
      ...facts,
    ]);
  expect(told(1, 3)).toEqual([
    [1, 1, 255],
    [3, 3, 255],
  ]);
  expect(told(4, 9)).toEqual([[4, 4, 255]]);
});

test('only the newest thousand batches tell of lateness', () => {
  const { ledger, datasetId } = openLedger();
  ledger.atomically(() => {
    for (let number = 1; number <= 1001; number++) {
      const start = time(at('12:00:00') + 10_000 * number);
      addBatch(ledger, { number, start, latenessUs: number === 1 ? 99_999 : number });
    }
  });
  expect(new History(ledger.connection).lateness(datasetId)).toEqual({ p50: 501, p99: 991, max: 1001 });
});
