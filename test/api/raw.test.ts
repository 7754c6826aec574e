import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import type { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { ReadBytes } from '../../src/api/deps.ts';
import { serve } from '../../src/api/serve.ts';
import { readBytes } from '../../src/publish/batch_bytes.ts';
import { Layout } from '../../src/publish/layout.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { bytesAt, published, put, sha256 } from '../fixtures.ts';
import { addBatch, NOON, openApi, problem, SHA256 } from './api_fixture.ts';
import { gradedService } from './graded_service.ts';

const CHUNK = 256 * 1024;
const START = NOON - 600_000;
const ID = '20251109T115000Z';
const DRIVER = `/api/batches/driver/${ID}/raw`;
const ETAG = `"${SHA256}"`;

/** So many bytes, no two places alike for long. */
function text(bytes: number): string {
  let all = '';
  for (let i = 0; all.length < bytes; i++) all += `line ${i}\n`;
  return all.slice(0, bytes);
}

/** A driver batch of so many bytes on a disk in memory, and what was read of it. */
function withBatch(content: string) {
  const disk = new MemoryDisk();
  const layout = new Layout('/data');
  const reads: { offset: number; length: number }[] = [];
  const reading: ReadBytes = (row, offset, length) => {
    reads.push({ offset, length });
    return readBytes(disk, layout.linesOf(row), offset, length);
  };
  const api = openApi({ readBytes: reading });
  addBatch(api.ledger, api.datasetId, {
    generator: 'driver',
    number: 1,
    startMs: START,
    bytes: content.length,
  });
  disk.makeFolder(layout.eventBatch(ID));
  put(disk, layout.eventLines(ID), content);
  return { ...api, disk, layout, reads };
}

const get = (app: Hono, headers: Record<string, string> = {}, path = DRIVER, method = 'GET') =>
  app.request(path, { method, headers });

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe('GET /api/batches/{generator}/{batch_id}/raw', () => {
  test('gives every batch as it stands on the disk; a company batch is its part of companies.jsonl', async () => {
    const { host, app } = await gradedService();
    const rows = [...published(host, 'company'), ...published(host, 'driver')];
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      const response = await get(app, {}, `/api/batches/${row.generator}/${row.batchId}/raw`);
      expect(response.status).toBe(200);
      expect(sha256(await bytesOf(response))).toBe(row.sha256!);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'accept-ranges': 'bytes',
        'cache-control': 'no-cache',
        'content-disposition': `inline; filename="${row.generator}-${row.batchId}.jsonl"`,
        'content-length': String(row.bytes),
        'content-type': 'application/x-ndjson',
        etag: `"${row.sha256}"`,
      });
    }
  });

  test.each([1000, CHUNK, CHUNK + 1, 3 * CHUNK + 77])(
    'any range of %i bytes is that slice of the whole',
    async (size) => {
      const { app, disk, layout } = withBatch(text(size));
      const whole = bytesAt(disk, layout.eventLines(ID));
      const range = fc.oneof(
        fc.tuple(fc.nat(size - 1), fc.nat(size + 9)).map(([a, b]) => ({
          header: `${Math.min(a, b)}-${Math.max(a, b)}`,
          from: Math.min(a, b),
          to: Math.max(a, b) + 1,
        })),
        fc.nat(size - 1).map((from) => ({ header: `${from}-`, from, to: size })),
        fc
          .integer({ min: 1, max: size + 9 })
          .map((n) => ({ header: `-${n}`, from: Math.max(0, size - n), to: size })),
      );
      await fc.assert(
        fc.asyncProperty(range, async ({ header, from, to }) => {
          const response = await get(app, { range: `bytes=${header}` });
          const expected = whole.subarray(from, to);
          expect(response.status).toBe(206);
          expect(response.headers.get('content-range')).toBe(
            `bytes ${from}-${from + expected.length - 1}/${size}`,
          );
          expect(response.headers.get('content-length')).toBe(String(expected.length));
          expect(sha256(await bytesOf(response))).toBe(sha256(expected));
        }),
        { numRuns: 60 },
      );
    },
  );

  test('416 with the size for a range beyond the end', async () => {
    const { app } = withBatch(text(100));
    const response = await get(app, { range: 'bytes=100-' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */100');
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      title: 'Range Not Satisfiable',
      error: 'range_not_satisfiable',
      detail: "Range must begin within the batch's 100 bytes, got bytes=100-",
    });
  });

  test.each<[string, Record<string, string>, string?]>([
    ['one that is malformed', { range: 'bytes=9-3' }],
    ['several', { range: 'bytes=0-1,5-6' }],
    ['one of other bytes', { range: 'bytes=0-1', 'if-range': '"cafe"' }],
    ['one of a date', { range: 'bytes=0-1', 'if-range': 'Sun, 09 Nov 2025 12:00:00 GMT' }],
    ['one of a HEAD', { range: 'bytes=0-1' }, 'HEAD'],
  ])('sends all for %s', async (_, headers, method = 'GET') => {
    const response = await get(withBatch(text(100)).app, headers, DRIVER, method);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('100');
    expect(response.headers.get('content-range')).toBeNull();
  });

  test('a range of the bytes that If-Range names is served', async () => {
    const response = await get(withBatch(text(100)).app, { range: 'bytes=0-1', 'if-range': ETAG });
    expect([response.status, await response.text()]).toEqual([206, 'li']);
  });

  test.each([ETAG, `W/${ETAG}`, `"cafe", ${ETAG}`, '*'])(
    '304 without a body for If-None-Match %s',
    async (tag) => {
      const { app } = withBatch(text(CHUNK + 1));
      for (const headers of [{ 'if-none-match': tag }, { 'if-none-match': tag, range: 'bytes=0-1' }]) {
        const response = await get(app, headers);
        expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
          304,
          ETAG,
          '',
        ]);
      }
      expect((await get(app, { 'if-none-match': tag }, DRIVER, 'HEAD')).status).toBe(304);
      expect((await get(app, { 'if-none-match': '"cafe"' })).status).toBe(200);
    },
  );

  test('HEAD tells of all and reads next to nothing', async () => {
    const { app, reads } = withBatch(text(3 * CHUNK));
    const head = await get(app, {}, DRIVER, 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
    const whole = await get(app);
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(whole.headers));
    expect(reads.every(({ length }) => length === 1)).toBe(true);
  });

  test('an empty batch is empty', async () => {
    const response = await get(withBatch('').app);
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '0',
      '',
    ]);
  });

  test('reads no more than is taken, and never more than 256 KiB at once', async () => {
    const { app, reads } = withBatch(text(8 * CHUNK + 5));
    const reader = (await get(app)).body!.getReader();
    expect((await reader.read()).value!.length).toBe(CHUNK);
    expect(reads).toEqual([
      { offset: 8 * CHUNK + 4, length: 1 },
      { offset: 0, length: CHUNK },
    ]);
    for (let next = await reader.read(); !next.done; next = await reader.read());
    expect(reads.slice(1).map(({ length }) => length)).toEqual([...Array(8).fill(CHUNK), 5]);
  });

  test('over a socket a client has the same bytes, and the length of whatever goes out in one piece', async () => {
    const { app } = withBatch(text(3 * CHUNK + 77));
    const serving = serve(app.fetch, '127.0.0.1', 0);
    try {
      const url = `http://127.0.0.1:${serving.port}${DRIVER}`;
      expect(await (await fetch(url)).text()).toBe(text(3 * CHUNK + 77));
      const part = await fetch(url, { headers: { range: 'bytes=5-104' } });
      expect([part.status, part.headers.get('content-length')]).toEqual([206, '100']);
      expect(await part.text()).toBe(text(105).slice(5));
      const head = await fetch(url, { method: 'HEAD' });
      expect(head.headers.get('content-length')).toBe(String(3 * CHUNK + 77));
    } finally {
      await serving.stop();
    }
  });
});

describe('what is wrong with the file', () => {
  test('410 when it is gone, whether the ledger knows it or not', async () => {
    for (const size of [0, 100, CHUNK + 1]) {
      const { app, disk, layout } = withBatch(text(size));
      disk.remove(layout.eventBatch(ID));
      const { error, detail } = await problem(app, DRIVER, 410);
      expect([error, detail]).toEqual([
        'batch_removed',
        `the file of driver batch ${ID} is gone, somebody has deleted it`,
      ]);
    }
    const { app, ledger, datasetId } = openApi();
    addBatch(ledger, datasetId, { generator: 'driver', number: 1, startMs: START, state: 'removed' });
    expect((await problem(app, DRIVER, 410)).error).toBe('batch_removed');
  });

  test('409 when it is shorter than the ledger says, before anything is sent', async () => {
    for (const size of [100, 3 * CHUNK]) {
      const { app, disk, layout } = withBatch(text(size));
      put(disk, layout.eventLines(ID), text(size - 1));
      expect((await problem(app, DRIVER, 409)).error).toBe('foreign_bytes');
    }
  });

  test('503 when the disk fails', async () => {
    const { app, disk } = withBatch(text(100));
    disk.fail('read', 'EIO');
    expect((await problem(app, DRIVER, 503)).error).toBe('storage_failed');
  });

  test.each([
    ['/api/batches/driver/20251109T000000Z/raw', 404],
    ['/api/batches/driver/..%2F..%2Fetc%2Fpasswd/raw', 404],
    [`/api/batches/company/${ID}/raw`, 404],
    [`/api/batches/truck/${ID}/raw`, 400],
  ])('%s is %i', async (path, status) => {
    await problem(withBatch(text(100)).app, path, status);
  });
});

describe('what happens while a batch is sent', () => {
  /** A client that has taken the first chunk. */
  async function begun(app: Hono, path = DRIVER) {
    const reader = (await get(app, {}, path)).body!.getReader();
    const first = await reader.read();
    const rest = async () => {
      const parts = [first.value!];
      for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
      return Buffer.concat(parts).toString();
    };
    return { rest };
  }

  test('a batch that is deleted is cut, and the log tells of it', async () => {
    const { app, disk, layout, ring } = withBatch(text(4 * CHUNK));
    const { rest } = await begun(app);
    disk.remove(layout.eventBatch(ID));
    await expect(rest()).rejects.toThrow('somebody has deleted it');
    expect(ring.entries().map(({ entry }) => [entry.level, entry.message])).toEqual([
      ['warn', `${DRIVER} was cut: the file of driver batch ${ID} is gone, somebody has deleted it`],
    ]);
  });

  test('a batch is not gone on with as another one that has its id after a clean', async () => {
    const { app, engine, ledger, datasetId } = withBatch(text(4 * CHUNK));
    const { rest } = await begun(app);
    ledger.finishClean(datasetId, null, new Map(), { atMs: NOON, type: 'lifecycle', payload: {} });
    const next = ledger.beginDataset(43, NOON).id;
    engine.set({ datasetId: next });
    addBatch(ledger, next, { generator: 'driver', number: 1, startMs: START, bytes: 4 * CHUNK });
    await expect(rest()).rejects.toThrow('was deleted by a clean');
  });

  test('companies that a clean by mode moves are followed', async () => {
    const disk = new MemoryDisk();
    const layout = new Layout('/data');
    const { app, ledger, datasetId } = openApi({
      readBytes: (row, offset, length) => readBytes(disk, layout.linesOf(row), offset, length),
    });
    const content = text(4 * CHUNK);
    const batch = {
      generator: 'company',
      number: 1,
      startMs: START,
      bytes: content.length,
      fileOffset: 5,
    } as const;
    const row = addBatch(ledger, datasetId, batch);
    disk.makeFolder(layout.raw);
    put(disk, layout.companies, `gone\n${content}`);
    const { rest } = await begun(app, `/api/batches/company/${ID}/raw`);
    put(disk, layout.companies, content);
    ledger.finishClean(datasetId, 'production', new Map([[row, 0]]), {
      atMs: NOON,
      type: 'lifecycle',
      payload: {},
    });
    expect(await rest()).toBe(content);
  });
});
