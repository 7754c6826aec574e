import { describe, expect, test } from 'vitest';
import type { ReadLines } from '../../src/api/deps.ts';
import { addBatch, json, NOON, openApi, problem, SHA256 } from './api_fixture.ts';

const DRIVER_1 = '/api/batches/driver/20251109T115000Z';
const START = NOON - 600_000;

/** Company and driver batches 1 to 4, and a fifth driver batch that nobody may see yet. */
function withBatches(readLines: ReadLines = async () => []) {
  const api = openApi({ readLines });
  for (let number = 1; number <= 4; number++) {
    const startMs = START + (number - 1) * 10_000;
    addBatch(api.ledger, api.datasetId, { generator: 'company', number, startMs });
    const issues = number === 1 ? { missing_field: 2 } : {};
    addBatch(api.ledger, api.datasetId, { generator: 'driver', number, startMs, issues, latenessUs: 300 });
  }
  addBatch(api.ledger, api.datasetId, {
    generator: 'driver',
    number: 5,
    startMs: START + 40_000,
    state: 'planned',
  });
  return api;
}

const names = (body: { batches: { generator: string; batch_number: number }[] }) =>
  body.batches.map(({ generator, batch_number }) => `${generator} ${batch_number}`);

describe('GET /api/batches', () => {
  test('lists what is published, the newest first', async () => {
    const body = await json(withBatches().app, '/api/batches');
    expect(names(body)).toEqual([4, 3, 2, 1].flatMap((n) => [`driver ${n}`, `company ${n}`]));
    expect(body.next_before).toBeNull();
  });

  test('gives every batch in the words of its metadata', async () => {
    const body = await json(withBatches().app, '/api/batches?generator=driver');
    expect(body.batches.at(-1)).toEqual({
      generator: 'driver',
      batch_id: '20251109T115000Z',
      batch_number: 1,
      state: 'published',
      generation_mode: 'emulated',
      interval_start: '2025-11-09T11:50:00.000Z',
      interval_end: '2025-11-09T11:50:10.000Z',
      record_count: 10,
      valid_count: 8,
      corrupted_count: 2,
      bytes: 1234,
      sha256: SHA256,
      seed: 42,
      pool_from: 1,
      pool_to: 2,
      generator_version: 1,
      generation_ms: 1.5,
      published_at: '2025-11-09T11:50:10.500Z',
      lateness_us: 300,
    });
  });

  test.each([1, 2, 3, 4, 5])('next_before leads to every batch once, by pages of %i', async (limit) => {
    const { app } = withBatches();
    const seen: string[] = [];
    let before = '';
    do {
      const body = await json(app, `/api/batches?generator=company&limit=${limit}${before}`);
      expect(body.batches.length).toBeGreaterThan(0);
      seen.push(...names(body));
      before = body.next_before === null ? '' : `&before=${body.next_before}`;
    } while (before !== '');
    expect(seen).toEqual(['company 4', 'company 3', 'company 2', 'company 1']);
  });

  test.each([
    ['generator=truck', 'generator must be one of company, driver, got truck'],
    ['limit=0', 'limit must be an integer between 1 and 1000, got 0'],
    ['before=0', 'before must be the next_before of an earlier answer, got 0'],
    ['before=x', 'before must be the next_before of an earlier answer, got x'],
  ])('refuses %s', async (query, detail) => {
    expect(await problem(withBatches().app, `/api/batches?${query}`, 400)).toMatchObject({
      error: 'invalid_parameter',
      detail,
    });
  });
});

describe('GET /api/batches/{generator}/{batch_id}', () => {
  test('adds the defects by kind', async () => {
    const { app } = withBatches();
    const { issues, stages, ...batch } = await json(app, DRIVER_1);
    expect(issues).toEqual({ missing_field: 2 });
    expect(stages).toEqual([]);
    const { batches } = await json(app, '/api/batches?generator=driver');
    expect(batch).toEqual(batches.at(-1));
    expect((await json(app, DRIVER_1.replace('driver', 'company'))).issues).toEqual({});
  });

  test.each([
    ['of no interval', '/api/batches/driver/20251109T000000Z'],
    ['that is no id', '/api/batches/driver/..%2F..%2Fetc%2Fpasswd'],
    ['that is only planned', '/api/batches/driver/20251109T115040Z'],
    ['records of no interval', '/api/batches/driver/20251109T000000Z/records'],
    ['records of one that is only planned', '/api/batches/driver/20251109T115040Z/records'],
  ])('404 for an id %s', async (_, path) => {
    expect((await problem(withBatches().app, path, 404)).error).toBe('batch_not_found');
  });

  test('400 for another generator', async () => {
    const { detail } = await problem(withBatches().app, '/api/batches/truck/20251109T115000Z', 400);
    expect(detail).toBe('generator must be one of company, driver, got truck');
  });

  test('still tells of a batch that somebody deleted', async () => {
    const { app, ledger, datasetId } = openApi();
    addBatch(ledger, datasetId, { generator: 'driver', number: 1, startMs: START, state: 'removed' });
    expect((await json(app, DRIVER_1)).state).toBe('removed');
  });
});

describe('GET /api/batches/{generator}/{batch_id}/records', () => {
  const LINES = ['{"event_id":"a"}', '{"event_id":', '{"event_id":null}'];
  const reading: ReadLines = async (row, offset, limit) => {
    expect([row.generator, row.batchId]).toEqual(['driver', '20251109T115000Z']);
    return LINES.slice(offset, offset + limit);
  };

  test('gives every line as it is, and what it says if it says anything', async () => {
    expect(await json(withBatches(reading).app, `${DRIVER_1}/records`)).toEqual({
      generator: 'driver',
      batch_id: '20251109T115000Z',
      offset: 0,
      limit: 100,
      total: 10,
      records: [
        { line: 1, raw: '{"event_id":"a"}', record: { event_id: 'a' } },
        { line: 2, raw: '{"event_id":', record: null },
        { line: 3, raw: '{"event_id":null}', record: { event_id: null } },
      ],
    });
  });

  test('counts lines from the beginning of the batch', async () => {
    const body = await json(withBatches(reading).app, `${DRIVER_1}/records?offset=1&limit=1`);
    expect(body).toMatchObject({ offset: 1, limit: 1, total: 10, records: [{ line: 2 }] });
    expect((await json(withBatches(reading).app, `${DRIVER_1}/records?offset=9`)).records).toEqual([]);
  });

  test.each([
    ['offset=-1', 'offset must be an integer of 0 or more, got -1'],
    ['limit=1001', 'limit must be an integer between 1 and 1000, got 1001'],
  ])('refuses %s', async (query, detail) => {
    expect((await problem(withBatches().app, `${DRIVER_1}/records?${query}`, 400)).detail).toBe(detail);
  });

  test('410 when the file is gone, whether the ledger knows it or not', async () => {
    const gone = withBatches(async () => {
      throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    });
    const unknown = await problem(gone.app, `${DRIVER_1}/records`, 410);
    expect(unknown).toMatchObject({ title: 'Gone', error: 'batch_removed' });
    expect(unknown.detail).toContain('somebody has deleted it');

    const { app, ledger, datasetId } = openApi({ readLines: reading });
    addBatch(ledger, datasetId, { generator: 'driver', number: 1, startMs: START, state: 'removed' });
    expect(await problem(app, `${DRIVER_1}/records`, 410)).toEqual(unknown);
  });

  test('503 with what it said when the disk fails', async () => {
    const failing = withBatches(async () => {
      throw Object.assign(new Error('i/o error'), { code: 'EIO' });
    });
    expect(await problem(failing.app, `${DRIVER_1}/records`, 503)).toMatchObject({
      error: 'storage_failed',
      detail: 'i/o error',
    });
  });
});
