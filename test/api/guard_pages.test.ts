import { describe, expect, test } from 'vitest';
import { openApi } from './api_fixture.ts';
import { type Asked, BEARER, refusalOf, UPGRADE, withToken } from './guarded_api.ts';

describe.each([
  { name: 'without a token', open: () => openApi(), shown: {} as Asked },
  { name: 'with a token that is shown', open: withToken, shown: BEARER as Asked },
])('$name, a page', ({ open, shown }) => {
  const HOST = 'localhost:18000';
  const clean = async (headers: Asked) => {
    const { app, engine } = open();
    engine.set({ paused: true });
    const response = await app.request('/api/clean', {
      method: 'POST',
      headers: { host: HOST, ...shown, ...headers },
    });
    return { response, cleaned: engine.cleaned.length };
  };

  test.each([
    ['of nobody: a program', {}],
    ['of the same host and port', { origin: 'http://localhost:18000' }],
    ['of the same host and port, by its browser', { origin: 'http://localhost:18000', 'sec-fetch-site': 'same-origin' }],
    ['of the same host in upper case', { host: 'LOCALHOST:18000', origin: 'http://localhost:18000' }],
    ['of the port that compose publishes', { host: 'localhost:3000', origin: 'http://localhost:3000' }],
    ['of the standard port', { host: 'localhost', origin: 'http://localhost' }],
    ['of the standard port, said', { host: 'localhost:80', origin: 'http://localhost' }],
    ['behind a proxy with TLS', { host: 'localhost', origin: 'https://localhost' }],
    ['of an IPv6 address', { host: '[::1]:18000', origin: 'http://[::1]:18000' }],
    ['that somebody asked for by hand', { 'sec-fetch-site': 'none' }],
  ] as [string, Asked][])('%s may clean', async (_, headers) => {
    const { response, cleaned } = await clean(headers);
    expect(response.status).toBe(200);
    expect(cleaned).toBe(1);
  }); // biome-ignore format: a table

  const FOREIGN: [string, Asked][] = [
    ['of another site', { origin: 'https://evil.example' }],
    ['of another site with our port', { origin: 'http://evil.example:18000' }],
    ['of another port', { origin: 'http://localhost:5173' }],
    ['of the standard port', { origin: 'http://localhost' }],
    ['of another name of this machine', { origin: 'http://127.0.0.1:18000' }],
    ['of a name that begins alike', { origin: 'http://localhost:18000.evil.example' }],
    ['with a user before another host', { origin: 'http://localhost:18000@evil.example' }],
    ['that hides where it is from', { origin: 'null' }],
    ['of an extension', { origin: 'chrome-extension://localhost:18000' }],
    ['with no sense', { origin: '' }],
    ['of two', { origin: 'http://localhost:18000 http://evil.example' }],
    ['of another site, by its browser alone', { 'sec-fetch-site': 'cross-site' }],
    ['of a sibling site, by its browser alone', { 'sec-fetch-site': 'same-site' }],
  ];
  test.each(FOREIGN)('%s may not', async (_, headers) => {
    const { response, cleaned } = await clean({ 'content-type': 'text/plain', ...headers });
    expect(await refusalOf(response)).toMatchObject({ status: 403, error: 'origin_not_allowed' });
    expect(cleaned).toBe(0);
  });

  test.each(FOREIGN)('%s opens no WebSocket', async (_, headers) => {
    const response = await open().app.request('/api/stream', {
      headers: { host: HOST, ...shown, ...UPGRADE, ...headers },
    });
    expect(await refusalOf(response)).toMatchObject({ status: 403, error: 'origin_not_allowed' });
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('of another site sends no %s', async (method) => {
    const headers = { host: HOST, ...shown, origin: 'https://evil.example' };
    const response = await open().app.request('/api/health', { method, headers });
    expect(await refusalOf(response)).toMatchObject({ error: 'origin_not_allowed' });
  });

  test('of another site gets no leave to read, asked beforehand or not', async () => {
    const { app } = open();
    const headers = {
      host: HOST,
      ...shown,
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
    };
    for (const method of ['GET', 'OPTIONS']) {
      const response = await app.request('/api/health', { method, headers });
      const names = [...response.headers.keys()];
      expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});
