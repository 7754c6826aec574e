import { type Context, Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import { getAsset, getPage } from './operations/page.ts';

/** `GET /`: the dashboard, and under `/assets/` what it consists of. Names of assets carry a hash, so browsers keep them for good. */
export function page({ loadPage }: ApiDeps): Hono {
  const app = new Hono();
  const answer = async (c: Context) => {
    const { assets, contentSecurityPolicy } = await loadPage();
    const asset = assets.get(c.req.path);
    if (asset === undefined) return c.notFound();
    const headers = {
      etag: asset.etag,
      vary: 'accept-encoding',
      'cache-control': c.req.path === '/' ? 'no-cache' : 'public, max-age=31536000, immutable',
      'content-security-policy': contentSecurityPolicy,
    };
    if (isKnown(asset.etag, c.req.header('if-none-match'))) return c.body(null, 304, headers);
    const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(c.req.header('accept-encoding') ?? '');
    return c.body(takesGzip ? asset.gzipped : asset.bytes, 200, {
      ...headers,
      'content-type': asset.contentType,
      ...(takesGzip && { 'content-encoding': 'gzip' }),
    });
  };
  app.get('/', getPage, answer);
  app.get('/assets/:name', getAsset, answer);
  return app;
}

/** A proxy that packs answers makes tags weak; here they compare alike (RFC 9110, 13.1.2). */
function isKnown(etag: string, known = ''): boolean {
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}
