import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { docsPage } from '../../src/api/docs/page.ts';
import type { OpenApiDocument } from '../../src/api/openapi/document.ts';
import { PROBLEMS } from '../../src/api/problem_codes.ts';
import { json, openApi } from './api_fixture.ts';
import { BEARER, withToken } from './guarded_api.ts';

const { app } = openApi();
const document: OpenApiDocument = await json(app, '/openapi.json');
const page = async () => (await app.request('http://localhost:18000/docs')).text();

describe('GET /docs', () => {
  test('loads nothing: no script, no address of elsewhere, and a policy that would allow neither', async () => {
    const response = await app.request('/docs');
    const html = await response.text();
    expect(html).not.toMatch(/<script|<img|<iframe|<form|@import|url\(/i);
    const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to!);
    expect(links.length).toBeGreaterThan(50);
    expect(links.filter((to) => !/^[#/]|^data:image\/svg/.test(to))).toEqual([]);
    const [, style] = html.match(/<style>([\s\S]*)<\/style>/)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).not.toContain('unsafe');
  });

  test('every link within leads somewhere, and no name stands twice', async () => {
    const html = await page();
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id!);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('has every route, every error, and a command for each that the shell takes', async () => {
    const html = await page();
    for (const methods of Object.values(document.paths)) {
      for (const { operationId, summary } of Object.values(methods)) {
        expect(html).toContain(`<article id="${operationId}">`);
        expect(html).toContain(summary.replaceAll("'", '&#39;'));
      }
    }
    for (const code of Object.keys(PROBLEMS).filter((name) => !/not_found|allowed/.test(name)))
      expect(html).toContain(`<code>${code}</code>`);
    expect(html).toContain('curl -s http://localhost:18000/api/batches/driver/20251109T120000Z/records');
    expect(html).toContain('curl -s -X POST http://localhost:18000/api/pause');
    expect(html).toContain('curl -s -N http://localhost:18000/api/stream');
  });

  test('shows the token in its commands where it is needed', async () => {
    const response = await withToken().app.request('/docs', { headers: BEARER });
    const html = await response.text();
    expect(html).toContain(
      '-H &quot;Authorization: Bearer $TACHOGRAPH_API_TOKEN&quot; http://localhost/api/health',
    );
    expect(html).toContain('curl -s http://localhost/livez');
    expect(await page()).not.toContain('-H &quot;Authorization');
  });

  test('shows what the document says as text, whatever that is', async () => {
    const hostile = { ...document, info: { ...document.info, description: '<script>`<b>`' } };
    const html = String(await docsPage(hostile, 'http://localhost'));
    expect(html).toContain('&lt;script&gt;<code>&lt;b&gt;</code>');
  });
});
