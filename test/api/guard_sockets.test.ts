import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Serving, serve } from '../../src/api/serve.ts';
import { openApi } from './api_fixture.ts';
import { TOKEN, withToken } from './guarded_api.ts';
import { rawRequest } from './raw_request.ts';

let open: Serving;
let closed: Serving;
beforeAll(() => {
  open = serve(openApi().app.fetch, '127.0.0.1', 0);
  closed = serve(withToken().app.fetch, '127.0.0.1', 0);
});
afterAll(async () => {
  await open.stop();
  await closed.stop();
});
const ask = (serving: Serving, ...lines: string[]) => rawRequest(serving.port, lines);

test.each([
  [200, 'one of ours', ['Host: localhost']],
  [200, 'one of ours with port 0', ['Host: localhost:0']],
  [200, 'an IPv6 address', ['Host: [::1]:18000']],
  [200, 'spaces around it', ['Host:   localhost  ']],
  [200, 'a forwarded name beside it', ['Host: localhost', 'X-Forwarded-Host: evil.example']],
  [403, 'a foreign one', ['Host: evil.example']],
  [403, 'a foreign one that says it was forwarded', ['Host: evil.example', 'X-Forwarded-Host: localhost']],
  [400, 'no Host', []],
  [400, 'an empty one', ['Host:']],
  [400, 'two', ['Host: localhost', 'Host: evil.example']],
  [400, 'two, the other way round', ['Host: evil.example', 'Host: localhost']],
  [400, 'a user before it', ['Host: evil.example@localhost']],
  [400, 'a path behind it', ['Host: localhost/livez?']],
])('%i for %s', async (status, _, headers) => {
  expect((await ask(open, 'GET /api/health HTTP/1.1', ...headers)).status).toBe(status);
});

test('400 without Host in HTTP/1.0', async () => {
  expect((await ask(open, 'GET /api/health HTTP/1.0')).status).toBe(400);
});

test.each([
  '/api/health', '/assets/../api/health', '/assets/%2e%2e/api/health', '/assets/..\\api/health', '/assets/..%2fapi/health',
  '//localhost/livez/../api/health', '/livez;/api/health', '/livez%00', 'http://localhost/api/health',
])('no way of writing %s shows data without the token', async (target) => {
  for (const host of ['localhost', 'localhost/livez?x=', 'localhost/livez#', 'a@b']) {
    const { text, status } = await ask(closed, `GET ${target} HTTP/1.1`, `Host: ${host}`);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('uptime');
  }
}); // biome-ignore format: a table

test('the token as two headers is none', async () => {
  const line = `Authorization: Bearer ${TOKEN}`;
  expect((await ask(closed, 'GET /version HTTP/1.1', 'Host: x', line)).status).toBe(200);
  expect((await ask(closed, 'GET /version HTTP/1.1', 'Host: x', line, line)).status).toBe(401);
});

test('a large body is refused without the token, whatever it holds', async () => {
  const response = await fetch(`http://127.0.0.1:${closed.port}/api/verdicts`, {
    method: 'POST',
    body: 'x'.repeat(1024 * 1024),
  });
  expect(response.status).toBe(401);
});
