import { Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import type { OpenApiDocument } from './openapi/document.ts';
import { getDocs, getIndex, getOpenApi } from './operations/reference.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { Index } from './schemas/service.ts';

/** `GET /api`, `GET /openapi.json` and `GET /docs`: what a whole app answers. Made when somebody first asks. */
export function reference(whole: Hono, { version: { version }, access }: ApiDeps): Hono {
  let document: Promise<OpenApiDocument> | null = null;
  const make = async () => {
    // A start takes nothing of this: every file of it would be a fraction of a millisecond before the first batch.
    const { openApiDocument } = await import('./openapi/document.ts');
    return openApiDocument(whole, { version, needsToken: access.token !== null });
  };
  const read = () => {
    document ??= make();
    return document;
  };
  const app = new Hono();
  app.get('/api', getIndex, (c) =>
    c.json({ name: 'tachograph', version, endpoints: endpointsOf(whole) } satisfies AnswerOf<typeof Index>),
  );
  app.get('/openapi.json', getOpenApi, async (c) => c.json(await read()));
  app.get('/docs', getDocs, async (c) => {
    const { docsPage, docsPolicy } = await import('./docs/page.ts');
    const { origin } = new URL(c.req.url);
    return c.html(docsPage(await read(), origin), 200, { 'content-security-policy': docsPolicy() });
  });
  return app;
}

/** `GET /api/batches/{generator}/{batch_id}`, and so on, in order of registration. */
function endpointsOf(app: Hono): string[] {
  const routes = app.routes.filter(({ method }) => method !== 'ALL');
  return [...new Set(routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`))];
}
