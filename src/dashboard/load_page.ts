import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Asset, LoadPage, Page } from '../api/asset.ts';
import { type BundledFile, bundlePage } from './bundle.ts';

const PAGE = 'page.html';

/** Loads the dashboard at the first call and keeps it; what failed is tried again at the next. */
export function pageLoader(bundle = bundlePage): LoadPage {
  let page: Promise<Page> | null = null;
  return () => {
    page ??= bundle()
      .then(pageOf)
      .catch((error) => {
        page = null;
        throw error;
      });
    return page;
  };
}

function pageOf(files: readonly BundledFile[]): Page {
  const assets = files.map(
    (file) => [file.name === PAGE ? '/' : `/assets/${file.name}`, assetOf(file)] as const,
  );
  const html = files.find(({ name }) => name === PAGE)?.text ?? '';
  return { assets: new Map(assets), contentSecurityPolicy: policyFor(html) };
}

function assetOf({ contentType, text }: BundledFile): Asset {
  const bytes = new TextEncoder().encode(text);
  const hash = createHash('sha256').update(bytes).digest('base64url');
  return { contentType, bytes, gzipped: new Uint8Array(gzipSync(bytes, { level: 9 })), etag: `"${hash}"` };
}

/** Nothing from elsewhere, and no script in the page but its own few lines, by their hash. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => {
    return `'sha256-${createHash('sha256').update(code!).digest('base64')}'`;
  });
  return [
    "default-src 'none'",
    ['script-src', "'self'", ...inline].join(' '),
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
