import { afterEach, describe, expect, test } from 'vitest';
import { type Serving, serve } from '../../src/api/serve.ts';
import { addBatch, NOON, openApi, problem, SHA256 } from './api_fixture.ts';
import { openStream, until } from './stream_fixture.ts';

const FOLLOWERS = 1000;
const DOWNLOADS = 64;
const RAW = '/api/batches/driver/20251109T115000Z/raw';
const ETAG = `"${SHA256}"`;

let serving: Serving | null = null;
afterEach(async () => {
  await serving?.stop();
  serving = null;
});

describe('of followers', () => {
  test('so many have a place, the next is told so, and one that goes makes room', async () => {
    const { app } = openStream();
    const followed = await Promise.all(
      Array.from({ length: FOLLOWERS }, () => Promise.resolve(app.request('/api/stream'))),
    );
    expect(new Set(followed.map(({ status }) => status))).toEqual(new Set([200]));
    const refusal = await problem(app, '/api/stream', 503);
    expect(refusal).toMatchObject({
      error: 'too_many_clients',
      detail: expect.stringContaining('/api/batches'),
    });
    expect((await app.request('/api/stream', { method: 'HEAD' })).status).toBe(200);
    await followed[0]!.body!.cancel();
    expect((await app.request('/api/stream')).status).toBe(200);
    expect((await app.request('/api/stream')).status).toBe(503);
  });

  test('a WebSocket too many is closed with 1013, which a page can see', async () => {
    const { app, feed } = openStream();
    serving = serve(app.fetch, '127.0.0.1', 0);
    for (let i = 1; i < FOLLOWERS; i++) await app.request('/api/stream');
    const open = () => new WebSocket(`ws://127.0.0.1:${serving!.port}/api/stream`);
    const last = open();
    await until(() => feed.followers === FOLLOWERS);
    const { code, reason } = await new Promise<CloseEvent>((resolve) => {
      open().onclose = resolve;
    });
    expect(code).toBe(1013);
    expect(reason).toContain('1000 clients follow already');
    last.close();
    await until(() => feed.followers === FOLLOWERS - 1);
    expect((await app.request('/api/stream')).status).toBe(200);
  });
});

describe('of downloads', () => {
  const withLargeBatch = () => {
    const api = openApi({ readBytes: (_, __, length) => new Uint8Array(length) });
    addBatch(api.ledger, api.datasetId, {
      generator: 'driver',
      number: 1,
      startMs: NOON - 600_000,
      bytes: 600_000,
    });
    return api;
  };

  test('so many go on at a time; one that ends or is given up makes room', async () => {
    const { app } = withLargeBatch();
    const going: Response[] = [];
    for (let i = 0; i < DOWNLOADS; i++) going.push(await app.request(RAW));
    expect(going.every(({ status }) => status === 200)).toBe(true);
    expect(await problem(app, RAW, 503)).toMatchObject({ error: 'too_many_clients' });
    expect((await app.request(RAW, { headers: { range: 'bytes=0-99' } })).status).toBe(206);
    expect((await going[0]!.arrayBuffer()).byteLength).toBe(600_000);
    await going[1]!.body!.cancel();
    expect((await app.request(RAW)).status).toBe(200);
    expect((await app.request(RAW)).status).toBe(200);
    expect((await app.request(RAW)).status).toBe(503);
  });

  test('what sends nothing takes no place', async () => {
    const { app } = withLargeBatch();
    for (let i = 0; i <= DOWNLOADS; i++) {
      expect((await app.request(RAW, { method: 'HEAD' })).status).toBe(200);
      expect((await app.request(RAW, { headers: { 'if-none-match': ETAG } })).status).toBe(304);
    }
    expect((await app.request(RAW)).status).toBe(200);
  });
});
