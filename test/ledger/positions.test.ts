import { expect, test } from 'vitest';
import { at } from '../fixtures.ts';
import { addBatch, addGap, beginRun, openLedger } from './ledger_fixture.ts';

test('before the first batch there is no position', () => {
  const { ledger, datasetId } = openLedger();
  expect(ledger.position(datasetId, 'driver')).toEqual({
    settledToMs: null,
    publishedToMs: null,
    nextNumber: 1,
    highestSeed: null,
  });
  expect(ledger.newestBatch(datasetId)).toBeNull();
  expect(ledger.companyBytes(datasetId)).toBe(0);
  expect(ledger.lastPauseOrResume()).toBeNull();
});

test('a position is that of the generator, and of the batches that were published', () => {
  const { ledger, datasetId } = openLedger();
  addBatch(ledger, { number: 1, start: '12:00:00' });
  addBatch(ledger, { number: 2, start: '12:00:10' });
  addBatch(ledger, { generator: 'company', number: 7, start: '12:30:00' });
  addBatch(ledger, { number: 3, start: '12:00:20', state: 'staged' });
  expect(ledger.position(datasetId, 'driver')).toEqual({
    settledToMs: at('12:00:20'),
    publishedToMs: at('12:00:20'),
    nextNumber: 3,
    highestSeed: 43,
  });
});

test('a gap settles what it covers, and takes no number', () => {
  const { ledger, datasetId } = openLedger();
  addGap(ledger, '11:50:00', '12:00:00');
  expect(ledger.position(datasetId, 'driver')).toMatchObject({ settledToMs: at('12:00:00'), nextNumber: 1 });
  addBatch(ledger, { number: 1, start: '12:00:00' });
  expect(ledger.position(datasetId, 'driver')).toMatchObject({ settledToMs: at('12:00:10'), nextNumber: 2 });
  addGap(ledger, '12:00:10', '12:00:50');
  expect(ledger.position(datasetId, 'driver')).toMatchObject({
    settledToMs: at('12:00:50'),
    publishedToMs: at('12:00:10'),
    nextNumber: 2,
  });
  expect(ledger.position(datasetId, 'company').settledToMs).toBeNull();
});

test('a batch that was removed or cleaned keeps its number, its seed and its interval', () => {
  const { ledger, datasetId } = openLedger();
  const row = addBatch(ledger, { number: 1, start: '12:00:00' });
  addBatch(ledger, { number: 2, start: '12:00:10' });
  ledger.markRemoved([row]);
  ledger.finishClean(datasetId, 'emulated', new Map(), { atMs: at('12:01:00'), type: 'x', payload: {} });
  expect(ledger.position(datasetId, 'driver')).toMatchObject({
    publishedToMs: at('12:00:20'),
    nextNumber: 3,
    highestSeed: 43,
  });
  expect(ledger.published(datasetId)).toEqual([]);
  expect(ledger.hasPublished(datasetId, 'driver', 'emulated')).toBe(false);
});

test('a full clean closes the dataset, and the next one begins at the beginning', () => {
  const { ledger, datasetId } = openLedger();
  addBatch(ledger);
  ledger.finishClean(datasetId, null, new Map(), { atMs: at('12:01:00'), type: 'x', payload: {} });
  expect(ledger.openDataset()).toBeNull();
  const next = ledger.beginDataset(7, at('12:02:00'));
  expect(ledger.openDataset()).toEqual({ id: next.id, seed: 7, startedAt: at('12:02:00'), endedAt: null });
  expect(ledger.position(next.id, 'driver')).toMatchObject({ nextNumber: 1, settledToMs: null });
});

test('a clean by mode leaves the other mode, and its lines where it is told', () => {
  const { ledger, datasetId } = openLedger();
  addBatch(ledger, { generator: 'company', number: 1, fileOffset: 0 });
  const kept = addBatch(ledger, {
    generator: 'company',
    number: 2,
    start: '12:00:10',
    mode: 'production',
    fileOffset: 100,
  });
  expect(ledger.companyBytes(datasetId)).toBe(200);
  ledger.finishClean(datasetId, 'emulated', new Map([[kept, 0]]), { atMs: 0, type: 'x', payload: {} });
  expect(ledger.published(datasetId)).toMatchObject([{ id: kept, fileOffset: 0, state: 'published' }]);
  expect(ledger.companyBytes(datasetId)).toBe(100);
  expect(ledger.openDataset()!.id).toBe(datasetId);
});

test('a planned batch takes the place of what its generator had planned', () => {
  const { ledger } = openLedger();
  addBatch(ledger, { number: 1, start: '12:00:00', state: 'planned' });
  addBatch(ledger, { generator: 'company', number: 1, start: '12:00:00', state: 'planned' });
  const row = addBatch(ledger, { number: 1, start: '12:00:10', state: 'planned' });
  expect(ledger.planned().map(({ id, generator }) => [generator, id])).toEqual([
    ['company', row - 1],
    ['driver', row],
  ]);
  expect(ledger.planned()[0]).toMatchObject({ configHash: 'hash', config: '{"a":1}' });
});

test('plans are dropped, published batches never', () => {
  const { ledger, datasetId } = openLedger();
  const published = addBatch(ledger, { number: 1 });
  const planned = addBatch(ledger, { number: 2, start: '12:00:10', state: 'staged' });
  ledger.dropPlans([published, planned]);
  expect(ledger.planned()).toEqual([]);
  expect(ledger.published(datasetId).map(({ id }) => id)).toEqual([published]);
});

test('a number and an interval are given once in a dataset', () => {
  const { ledger } = openLedger();
  addBatch(ledger, { number: 1, start: '12:00:00' });
  expect(() => addBatch(ledger, { number: 1, start: '12:00:10' })).toThrow('UNIQUE');
  expect(() => addBatch(ledger, { number: 2, start: '12:00:00' })).toThrow('UNIQUE');
  const { id } = ledger.beginDataset(42, at('13:00:00'));
  beginRun(ledger, id, 'run-2');
  addBatch(ledger, { datasetId: id, number: 1, start: '12:00:00' });
});

test('companies.jsonl is as long as its last published batch says', () => {
  const { ledger, datasetId } = openLedger();
  addBatch(ledger, { generator: 'company', number: 1, fileOffset: 0 });
  addBatch(ledger, { generator: 'company', number: 2, start: '12:00:10', fileOffset: 100 });
  addBatch(ledger, { generator: 'company', number: 3, start: '12:00:20', state: 'staged' });
  expect(ledger.companyBytes(datasetId)).toBe(200);
  // The file was deleted, and the third batch begins it anew.
  ledger.retireCompanies(datasetId);
  expect(ledger.companyBytes(datasetId)).toBe(0);
  const row = ledger.planned()[0]!.id;
  ledger.publish([{ row, publishedMs: 0, latenessUs: null, generationTimestampMs: 0, fileOffset: 0 }], []);
  expect(ledger.companyBytes(datasetId)).toBe(100);
  expect(ledger.published(datasetId).map(({ id }) => id)).toEqual([row]);
});

test('the facts of a mode come in order of their intervals, those of published batches alone', () => {
  const { ledger, datasetId } = openLedger();
  const add = (number: number, start: string, more = {}) =>
    addBatch(ledger, {
      generator: 'company',
      number,
      start,
      fileOffset: number * 100,
      staged: { facts: new Uint8Array([number]) },
      ...more,
    });
  add(1, '12:00:00');
  add(2, '12:00:10', { mode: 'production' });
  ledger.markRemoved([add(3, '12:00:20')]);
  add(4, '12:00:30');
  add(5, '12:00:40', { state: 'staged' });
  const facts = [...ledger.companyFacts(datasetId, 'emulated')];
  expect(facts.map(({ number, endMs, facts: bytes }) => [number, endMs, [...bytes]])).toEqual([
    [1, at('12:00:10'), [1]],
    [4, at('12:00:40'), [4]],
  ]);
});

test('the newest pause or resume counts, whatever was cleaned between', () => {
  const { ledger, datasetId } = openLedger();
  const fact = (time: string) => ({ atMs: at(time), type: 'lifecycle', payload: {} });
  ledger.recordLifecycle('pause', fact('12:00:00'));
  ledger.beginClean(null, at('12:00:01'));
  expect(ledger.unfinishedClean()).toEqual({ mode: null });
  ledger.finishClean(datasetId, null, new Map(), fact('12:00:02'));
  expect(ledger.unfinishedClean()).toBeNull();
  expect(ledger.lastPauseOrResume()).toEqual({ paused: true, sinceMs: at('12:00:00') });
  ledger.recordLifecycle('resume', fact('12:00:03'));
  expect(ledger.lastPauseOrResume()).toEqual({ paused: false, sinceMs: at('12:00:03') });
});

test('facts for the bus get ids that rise, also over what was rolled back', () => {
  const { ledger } = openLedger();
  const fact = { atMs: 0, type: 'lifecycle', payload: { a: 1 } };
  const first = ledger.recordLifecycle('pause', fact);
  expect(ledger.publish([], [fact, fact])).toEqual([first + 1, first + 2]);
  expect(ledger.recordLifecycle('resume', fact)).toBe(first + 3);
});

test('staging again replaces what was known of the content', () => {
  const { ledger } = openLedger();
  const row = addBatch(ledger, { state: 'staged', staged: { issues: { missing_field: 3, null_value: 1 } } });
  ledger.stage(row, {
    recordCount: 20,
    corruptedCount: 2,
    issues: { missing_field: 2 },
    bytes: 200,
    sha256: 'beef',
    generationMs: 3,
    facts: null,
  });
  expect(ledger.issuesOf(row)).toEqual({ missing_field: 2 });
  expect(ledger.planned()[0]).toMatchObject({ recordCount: 20, validCount: 18, sha256: 'beef' });
});
