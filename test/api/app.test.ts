import { describe, expect, test } from 'vitest';
import { json, openApi, problem } from './api_fixture.ts';

describe('createApp', () => {
  test('GET /api lists every endpoint', async () => {
    const body = await json(openApi().app, '/api');
    expect(body).toMatchObject({ name: 'tachograph', version: '0.1.0' });
    expect(body.endpoints.toSorted()).toEqual([
      'GET /',
      'GET /api',
      'GET /api/batches',
      'GET /api/batches/{generator}/{batch_id}',
      'GET /api/batches/{generator}/{batch_id}/issues',
      'GET /api/batches/{generator}/{batch_id}/raw',
      'GET /api/batches/{generator}/{batch_id}/records',
      'GET /api/grade',
      'GET /api/health',
      'GET /api/logs',
      'GET /api/schemas/{name}',
      'GET /api/stream',
      'GET /assets/{name}',
      'GET /docs',
      'GET /livez',
      'GET /metrics',
      'GET /openapi.json',
      'GET /readyz',
      'GET /version',
      'POST /api/batches/{generator}/{batch_id}/stages',
      'POST /api/clean',
      'POST /api/pause',
      'POST /api/resume',
      'POST /api/verdicts',
    ]);
  });

  test.each(['/nothing', '/apis', '/assets/none.js', '/api/health/', '/api/batches/driver'])(
    '404 for %s',
    async (path) => {
      const { error, detail } = await problem(openApi().app, path, 404);
      expect(error).toBe('not_found');
      expect(detail).toContain(path);
    },
  );

  test.each([
    ['POST', '/api/health', 'GET, HEAD'],
    ['DELETE', '/api/batches/driver/x', 'GET, HEAD'],
    ['GET', '/api/pause', 'POST'],
    ['GET', '/api/clean', 'POST'],
  ])('405 for %s %s, with what is allowed', async (method, path, allowed) => {
    const { app, engine } = openApi();
    expect(await problem(app, path, 405, method)).toMatchObject({
      error: 'method_not_allowed',
      detail: `${path} takes ${allowed}, got ${method}`,
    });
    expect((await app.request(path, { method })).headers.get('allow')).toBe(allowed);
    expect(engine.status().paused).toBe(false);
  });

  test('500 for what nobody foresaw: logged with its stack, answered without', async () => {
    const { app, engine, ring } = openApi();
    engine.status = () => {
      throw new Error('secret detail');
    };
    const body = await problem(app, '/api/health', 500);
    expect(body.error).toBe('internal_error');
    expect(JSON.stringify(body)).not.toMatch(/secret|\.ts/);
    const logged = ring.entries().map(({ entry }) => entry);
    expect(logged).toEqual([
      expect.objectContaining({
        level: 'error',
        logger: 'api',
        message: 'GET /api/health failed: secret detail',
      }),
    ]);
    expect(logged[0]!.extra.stack).toContain('app.test.ts');
  });

  test('413 for a body beyond a megabyte', async () => {
    const { app, engine } = openApi();
    const response = await app.request('/api/pause', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: 'body_too_large' });
    expect(engine.status().paused).toBe(false);
  });
});
