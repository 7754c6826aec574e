import { expect, test } from 'vitest';
import { History } from '../../src/ledger/history.ts';
import { at, time } from '../fixtures.ts';
import { addBatch, type GivenBatch, openLedger } from './ledger_fixture.ts';

const NOW = at('12:10:00');

function opened(batches: readonly GivenBatch[] = []) {
  const { ledger, datasetId } = openLedger();
  const rows = batches.map((batch) => addBatch(ledger, batch));
  return { ledger, datasetId, rows, history: new History(ledger.connection) };
}

/** Batches 1 to `count`, every 10 s from noon. */
function series(count: number, more: (i: number) => GivenBatch = () => ({})): GivenBatch[] {
  return Array.from({ length: count }, (_, i) => ({
    number: i + 1,
    start: time(at('12:00:00') + 10_000 * i),
    ...more(i),
  }));
}

test('totals of nothing are zero and null', () => {
  const { history, datasetId } = opened();
  expect(history.totals(datasetId, 'driver', NOW)).toEqual({
    batches: 0,
    records: 0,
    corrupted: 0,
    lastPublishedMs: null,
    lastIntervalEndMs: null,
    lastMinute: 0,
  });
  expect(history.issues(datasetId)).toEqual({});
  expect(history.lateness(datasetId)).toEqual({ p50: null, p99: null, max: null });
});

test('totals add up the batches of a generator that were published, removed ones included', () => {
  const staged = { recordCount: 7, corruptedCount: 2 };
  const { history, ledger, datasetId, rows } = opened([
    ...series(3, () => ({ staged })),
    { number: 4, start: '12:00:30', state: 'staged' },
    { generator: 'company', number: 1, fileOffset: 0, staged: { recordCount: 100 } },
  ]);
  ledger.markRemoved([rows[2]!]);
  expect(history.totals(datasetId, 'driver', NOW)).toMatchObject({
    batches: 3,
    records: 21,
    corrupted: 6,
    lastPublishedMs: at('12:00:30'),
    lastIntervalEndMs: at('12:00:30'),
  });
  expect(history.totals(datasetId, 'company', NOW)).toMatchObject({ batches: 1, records: 100 });
});

test('totals forget what was cleaned', () => {
  const { history, ledger, datasetId } = opened([
    { number: 1, staged: { recordCount: 5, corruptedCount: 5, issues: { null_value: 5 } } },
    {
      number: 2,
      start: '12:00:10',
      mode: 'production',
      staged: { recordCount: 3, corruptedCount: 1, issues: { null_value: 1 } },
    },
  ]);
  expect(history.issues(datasetId)).toEqual({ null_value: 6 });
  ledger.finishClean(datasetId, 'emulated', new Map(), { atMs: NOW, type: 'x', payload: {} });
  expect(history.totals(datasetId, 'driver', NOW)).toMatchObject({ batches: 1, records: 3, corrupted: 1 });
  expect(history.issues(datasetId)).toEqual({ null_value: 1 });
});

test('the last minute counts what was published in it', () => {
  // Published at 12:00:10, :20, … :01:40.
  const { history, datasetId } = opened(series(10));
  const lastMinute = (now: string) => history.totals(datasetId, 'driver', at(now)).lastMinute;
  expect(lastMinute('12:01:40')).toBe(6);
  expect(lastMinute('12:02:05')).toBe(4);
  expect(lastMinute('12:03:00')).toBe(0);
});

test('issues add up over both generators, of published batches alone', () => {
  const { history, datasetId } = opened([
    { number: 1, staged: { issues: { missing_field: 2, duplicate: 1 } } },
    { generator: 'company', number: 1, fileOffset: 0, staged: { issues: { missing_field: 3 } } },
    { number: 2, start: '12:00:10', state: 'staged', staged: { issues: { null_value: 9 } } },
  ]);
  expect(history.issues(datasetId)).toEqual({ missing_field: 5, duplicate: 1 });
});

test('lateness is told in nearest-rank percentiles, of batches that have one', () => {
  const { history, datasetId } = opened(series(200, (i) => ({ latenessUs: (i * 37) % 200 })));
  expect(history.lateness(datasetId)).toEqual({ p50: 99, p99: 197, max: 199 });
});

test('lateness of one batch is that of all percentiles; those without are left out', () => {
  const { history, datasetId } = opened([
    { number: 1, latenessUs: null, cause: 'baseline' },
    { number: 2, start: '12:00:10', latenessUs: 750 },
  ]);
  expect(history.lateness(datasetId)).toEqual({ p50: 750, p99: 750, max: 750 });
});

test('batches come newest first, by generator if asked, and page by page', () => {
  const { history, datasetId, rows } = opened([
    ...series(5),
    { generator: 'company', number: 1, fileOffset: 0 },
    { number: 6, start: '12:00:50', state: 'staged' },
  ]);
  const ids = (filter: { before?: number; limit: number; generator?: 'driver' | 'company' }) =>
    history.batches(datasetId, filter).map(({ id }) => id);
  const newest = [...rows.slice(0, 6)].reverse();
  expect(ids({ limit: 100 })).toEqual(newest);
  expect(ids({ limit: 2 })).toEqual(newest.slice(0, 2));
  expect(ids({ limit: 2, before: newest[1]! })).toEqual(newest.slice(2, 4));
  expect(ids({ limit: 100, before: newest.at(-1)! })).toEqual([]);
  expect(ids({ limit: 100, generator: 'company' })).toEqual([rows[5]!]);
});

test('a batch is found by generator and id in any state, with its defects', () => {
  const { history, ledger, datasetId, rows } = opened([
    { number: 1, staged: { issues: { null_value: 4 } } },
    { generator: 'company', number: 1, fileOffset: 0 },
  ]);
  ledger.markRemoved([rows[0]!]);
  expect(history.batch(datasetId, 'driver', '20251109T120000Z')).toMatchObject({
    id: rows[0],
    state: 'removed',
    issues: { null_value: 4 },
  });
  expect(history.batch(datasetId, 'company', '20251109T120000Z')).toMatchObject({ id: rows[1], issues: {} });
  expect(history.batch(datasetId, 'driver', '20251109T120010Z')).toBeNull();
  expect(history.batch(datasetId + 1, 'driver', '20251109T120000Z')).toBeNull();
});

test('the place of so many facts before the newest is found by count, also where ids are missing', () => {
  const { history, ledger } = opened();
  expect(history.eventIdBefore(0)).toBe(0);
  for (let i = 0; i < 6; i++) ledger.recordLifecycle('pause', { atMs: NOW, type: 'lifecycle', payload: i });
  ledger.connection.$client.exec('DELETE FROM events WHERE id IN (3, 5)');
  const facts = (count: number) => history.eventsAfter(history.eventIdBefore(count), 10).map(({ id }) => id);
  expect([0, 1, 2, 3, 4, 5].map(facts)).toEqual([[], [6], [4, 6], [2, 4, 6], [1, 2, 4, 6], [1, 2, 4, 6]]);
});
