import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import { ForeignBytes } from '../publish/publisher.ts';
import { batches } from './batches.ts';
import { WHOLE_BYTES, withWholeBody } from './body.ts';
import { clean } from './clean.ts';
import type { ApiDeps } from './deps.ts';
import { grade } from './grade.ts';
import { guard } from './guard.ts';
import { health } from './health.ts';
import { issues } from './issues.ts';
import { lifecycle } from './lifecycle.ts';
import { logs } from './logs.ts';
import { metrics } from './metrics.ts';
import { page } from './page.ts';
import { probes } from './probes.ts';
import { ApiProblem, problemResponse } from './problem.ts';
import { publishedSchemas } from './published_schemas.ts';
import { Quota } from './quota.ts';
import { raw } from './raw.ts';
import { records } from './records.ts';
import { reference } from './reference.ts';
import { stages } from './stages.ts';
import { stream } from './stream.ts';
import { VERDICTS_PATH, verdicts } from './verdicts.ts';

const RESOURCES = [
  health,
  logs,
  lifecycle,
  clean,
  batches,
  records,
  raw,
  issues,
  publishedSchemas,
  stages,
  verdicts,
  grade,
  stream,
  probes,
  metrics,
  page,
];

/** Of all bodies but verdicts. */
const BODY_LIMITS = { bytes: WHOLE_BYTES, wayOut: 'send less' };
/** They may have so many bytes together. */
const BODIES_BYTES = 64 * WHOLE_BYTES;

/** The HTTP interface: requests in, answers out, no sockets (those are `serve`'s). */
export function createApp(deps: ApiDeps): Hono {
  const app = new Hono();
  const answer = (problem: ApiProblem) => problemResponse(problem, deps.nowMs());

  // Whoever puts TLS before the service says so (HSTS).
  app.use(secureHeaders({ xFrameOptions: 'DENY', strictTransportSecurity: false }));
  app.use(guard(deps.access));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const allow = methods.join(', ');
        const detail = `${c.req.path} takes ${allow}, got ${c.req.method}`;
        return answer(new ApiProblem('method_not_allowed', detail, { allow }));
      },
    }),
  );
  const memory = new Quota(
    BODIES_BYTES,
    `others are sending bodies of ${BODIES_BYTES} bytes together, no more is read at a time: try again later`,
  );
  app.use(async (c, next) => {
    // Verdicts are read as they come, up to a limit of their own.
    if (c.req.path === VERDICTS_PATH) return next();
    const share = memory.share();
    try {
      c.req.raw = await withWholeBody(c.req.raw, BODY_LIMITS, share);
      await next();
    } finally {
      share.end();
    }
  });
  app.notFound((c) =>
    answer(new ApiProblem('not_found', `there is no ${c.req.path}: GET /api lists what there is`)),
  );
  app.onError((error, c) => {
    if (error instanceof ApiProblem) return answer(error);
    const told = toldProblem(error);
    if (told !== null) return answer(told);
    const request = `${c.req.method} ${c.req.path}`;
    deps.log.error(`${request} failed: ${error.message}`, { request, stack: error.stack });
    return answer(new ApiProblem('internal_error', 'something went wrong here: GET /api/logs says what'));
  });

  for (const resource of RESOURCES) app.route('/', resource(deps));
  app.route('/', reference(app, deps));
  return app;
}

/** What of the world went wrong that whoever asked can see to; null for our own bugs. */
function toldProblem(error: Error): ApiProblem | null {
  if (error instanceof ForeignBytes) return new ApiProblem('foreign_bytes', error.message);
  const { code } = error as { code?: unknown };
  const isOfDisk = typeof code === 'string' && /^(E[A-Z]+$|SQLITE_)/.test(code);
  return isOfDisk ? new ApiProblem('storage_failed', error.message) : null;
}
