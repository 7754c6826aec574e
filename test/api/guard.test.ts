import { describe, expect, test } from 'vitest';
import { openApi } from './api_fixture.ts';
import { type Asked, BEARER, OFFER, refusalOf, TOKEN, UPGRADE, withToken } from './guarded_api.ts';

describe('without a token, Host', () => {
  test.each([
    'localhost', 'localhost:18000', 'LocalHost:3000', 'localhost.', 'localhost.:80', 'localhost:', 'localhost:0',
    '127.0.0.1', '127.0.0.1:18000', '127.1', '[::1]', '[::1]:18000', '[0:0:0:0:0:0:0:1]:1', 'generator', 'generator:18000',
  ])('%s is known', async (host) => {
    expect((await openApi().app.request('/api/health', { headers: { host } })).status).toBe(200);
  }); // biome-ignore format: a table

  test.each([
    'evil.example', 'evil.example:18000', 'localhost.evil.example', 'evil-localhost', 'localhost..', '127.0.0.1.evil.example',
    'xn--lcalhost-54a', '0.0.0.0', '192.168.1.7:18000', '[::]', '[::ffff:127.0.0.1]', 'host.docker.internal',
  ])('%s is not: a name that was pointed here (DNS rebinding) reads nothing', async (host) => {
    const { app, engine } = openApi();
    engine.set({ paused: true });
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/livez'],
      ['GET', '/api/logs'],
      ['POST', '/api/clean'],
      ['GET', '/nothing'],
    ] as const) {
      // As the browser of such a page would say it.
      const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
      const refusal = await refusalOf(await app.request(path, { method, headers }));
      expect(refusal).toMatchObject({ status: 403, error: 'host_not_allowed' });
      expect(refusal.detail).toMatch(/localhost.*TACHOGRAPH_ALLOWED_HOSTS.*TACHOGRAPH_API_TOKEN/);
    }
    expect(engine.cleaned).toEqual([]);
  }); // biome-ignore format: a table

  test.each([
    '', 'localhost, evil.example', 'evil@localhost', 'localhost/livez?', 'localhost#', 'localhost\\', 'localhost:x',
    'localhost:99999', '::1', '[::1', '[::1%25eth0]', '%6cocalhost', 'localhost evil', 'localhöst', '.',
  ])('"%s" is none', async (host) => {
    const refusal = await refusalOf(await openApi().app.request('/livez', { headers: { host } }));
    expect(refusal).toMatchObject({ status: 400, error: 'invalid_host' });
  }); // biome-ignore format: a table

  test('may be one that was allowed', async () => {
    const { app } = openApi({ access: { token: null, allowedHosts: ['box.lan', '[fd00::1]'] } });
    const statusOf = async (host: string) => (await app.request('/version', { headers: { host } })).status;
    expect(await statusOf('BOX.lan:18000')).toBe(200);
    expect(await statusOf('[FD00:0::1]:18000')).toBe(200);
    expect(await statusOf('localhost')).toBe(200);
    expect(await statusOf('other.lan')).toBe(403);
  });

  test('is not repeated at any length', async () => {
    const headers = { host: 'x'.repeat(5000) };
    const refusal = await refusalOf(await openApi().app.request('/', { headers }));
    expect(refusal.detail.length).toBeLessThan(400);
  });
});

describe('with a token', () => {
  const statusOf = async (headers: Asked) => (await withToken().app.request('/version', { headers })).status;

  test.each([
    ['as it is', `Bearer ${TOKEN}`],
    ['with the scheme in lower case', `bearer ${TOKEN}`],
    ['after more spaces', `Bearer   ${TOKEN}`],
  ])('200 for the token %s', async (_, authorization) => {
    expect(await statusOf({ authorization })).toBe(200);
  });

  test.each([
    ['nothing', {}],
    ['an empty header', { authorization: '' }],
    ['no token', { authorization: 'Bearer' }],
    ['another token', { authorization: 'Bearer other' }],
    ['its beginning', { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ['more than it', { authorization: `Bearer ${TOKEN}=` }],
    ['it in other case', { authorization: `Bearer ${TOKEN.toUpperCase()}` }],
    ['it twice', { authorization: `Bearer ${TOKEN}, Bearer ${TOKEN}` }],
    ['it without a scheme', { authorization: TOKEN }],
    ['it in another scheme', { authorization: `Basic ${TOKEN}` }],
    ['it as a cookie', { cookie: `token=${TOKEN}` }],
    ['it as a subprotocol without an upgrade', { 'sec-websocket-protocol': `tachograph, ${OFFER}` }],
    ['another as a subprotocol', { ...UPGRADE, 'sec-websocket-protocol': 'tachograph, tachograph.bearer.b3RoZXI' }],
    ['the subprotocol alone', { ...UPGRADE, 'sec-websocket-protocol': 'tachograph' }],
    ['it as a bare subprotocol', { ...UPGRADE, 'sec-websocket-protocol': `tachograph, ${TOKEN}` }],
    ['no subprotocol', UPGRADE],
  ] as [string, Asked][])('401 for %s', async (_, headers) => {
    const response = await withToken().app.request('/version', { headers });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="tachograph"');
    const refusal = await refusalOf(response);
    expect(refusal).toMatchObject({ status: 401, error: 'unauthorized' });
    expect(refusal.detail).toContain('TACHOGRAPH_API_TOKEN');
    expect(refusal.detail).not.toContain(TOKEN);
  }); // biome-ignore format: a table

  test('nothing in a query is a token', async () => {
    const { app } = withToken();
    expect((await app.request(`/version?token=${TOKEN}&access_token=${TOKEN}`)).status).toBe(401);
  });

  test.each([`tachograph, ${OFFER}`, `${OFFER},tachograph`, `x , ${OFFER}`])(
    'a WebSocket may offer it as a subprotocol: %s',
    async (offers) => {
      const headers = { ...UPGRADE, host: 'localhost:1', origin: 'http://localhost:1' };
      expect(await statusOf({ ...headers, 'sec-websocket-protocol': offers })).toBe(200);
    },
  );

  test('any Host will do that is one', async () => {
    expect(await statusOf({ ...BEARER, host: 'tachograph.example' })).toBe(200);
    expect(await statusOf({ ...BEARER, host: 'a@b' })).toBe(400);
  });

  /** Everything that is registered, with something for each parameter. */
  const routesOf = ({ app }: ReturnType<typeof openApi>) =>
    app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => ({ method, path: path.replaceAll(/:\w+(\{[^}]*\})?|\*/g, 'x') }));
  const isOpen = ({ method, path }: { method: string; path: string }) =>
    method === 'GET' && (['/', '/livez', '/readyz'].includes(path) || path.startsWith('/assets/'));

  test('every route needs it but the probes and the page', async () => {
    const api = withToken();
    const routes = routesOf(api);
    expect(routes.length).toBeGreaterThan(15);
    for (const { method, path } of routes.filter((route) => !isOpen(route)))
      expect(`${method} ${path} ${(await api.app.request(path, { method })).status}`).toBe(
        `${method} ${path} 401`,
      );
    for (const { path } of routes.filter(isOpen))
      expect((await api.app.request(path)).status, path).not.toBe(401);
  });

  test.each(['/assets/app.js', '/assets/deep/app.js'])('%s is open', async (path) => {
    expect((await withToken().app.request(path)).status).not.toBe(401);
  });

  test.each([
    ['HEAD', '/api/health'],
    ['OPTIONS', '/api/health'],
    ['GET', '/nothing'],
    ['POST', '/'],
    ['POST', '/livez'],
    ['GET', '/livez/'],
    ['GET', '/LIVEZ'],
    ['GET', '//'],
    ['GET', '/assets'],
    ['GET', '/assets/../api/health'],
    ['GET', '/assets/%2e%2e/api/health'],
    ['GET', '/api/health?/livez'],
    ['GET', '/api/health%3f/livez'],
    ['GET', '/x/assets/app.js'],
  ])('%s %s needs it', async (method, path) => {
    expect((await withToken().app.request(path, { method })).status).toBe(401);
  });

  test('a HEAD of what is open is open', async () => {
    expect((await withToken().app.request('/livez', { method: 'HEAD' })).status).toBe(200);
  });

  test('the log tells it to nobody, not even after a fault', async () => {
    const { app, engine, ring } = withToken();
    engine.status = () => {
      throw new Error('fault');
    };
    await app.request(`/api/health?token=${TOKEN}`, { headers: BEARER });
    await app.request('/api/health', { headers: { ...UPGRADE, 'sec-websocket-protocol': OFFER } });
    await app.request('/api/health', { headers: { authorization: 'Bearer wrong-one' } });
    const log = JSON.stringify(ring.entries());
    expect(ring.entries().length).toBe(2);
    for (const secret of [TOKEN, OFFER, 'wrong-one']) expect(log).not.toContain(secret);
  });
});

describe('every answer', () => {
  test.each([
    [200, 'GET', '/api/health', {}],
    [200, 'HEAD', '/api/health', {}],
    [200, 'GET', '/api/stream', {}],
    [400, 'GET', '/api/logs?limit=x', {}],
    [400, 'GET', '/', { host: 'a@b' }],
    [401, 'GET', '/api/health', { authorization: 'Bearer x' }],
    [403, 'POST', '/api/pause', { origin: 'null' }],
    [404, 'GET', '/nothing', {}],
    [405, 'DELETE', '/api/health', {}],
    [409, 'POST', '/api/clean', {}],
  ] as [number, string, string, Asked][])('keeps other pages out: %i of %s %s', async (status, method, path, headers) => {
    const { app } = withToken();
    const response = await app.request(path, { method, headers: { ...BEARER, ...headers } });
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    await response.body?.cancel();
  }); // biome-ignore format: a table
});
