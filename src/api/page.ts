import { type Context, Hono } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import type { ApiDeps } from './deps.ts';
import { getAsset, getPage } from './operations/page.ts';

/** `GET /`: the dashboard, and under `/assets/` what it consists of. Names of assets carry a hash, so browsers keep them for good. */
export function page({ loadPage }: ApiDeps): Hono {
  const app = new Hono();
  const answer = async (c: Context) => {
    const { assets, contentSecurityPolicy } = await loadPage();
    const asset = assets.get(c.req.path);
    if (asset === undefined) return c.notFound();
    const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(c.req.header('accept-encoding') ?? '');
    return c.body(takesGzip ? asset.gzipped : asset.bytes, 200, {
      'content-type': asset.contentType,
      etag: asset.etag,
      vary: 'accept-encoding',
      'cache-control': c.req.path === '/' ? 'no-cache' : 'public, max-age=31536000, immutable',
      'content-security-policy': contentSecurityPolicy,
      ...(takesGzip && { 'content-encoding': 'gzip' }),
    });
  };
  // What a browser has keeps to its policy.
  const known = etag({ retainedHeaders: [...RETAINED_304_HEADERS, 'content-security-policy'] });
  app.get('/', getPage, known, answer);
  app.get('/assets/:name', getAsset, known, answer);
  return app;
}
