import { Hono } from 'hono';
import { metricsOf } from '../metrics/metrics.ts';
import type { ApiDeps } from './deps.ts';
import { getMetrics } from './operations/metrics.ts';

/** `GET /metrics`, in Prometheus' text format. */
export function metrics(deps: ApiDeps): Hono {
  const { engine, history, nowMs } = deps;
  const registry = metricsOf({
    ...deps,
    build: deps.version,
    gapsAfter: (id) => history.gapsAfter(engine.status().runId, id),
    lastPublishedMs: (generator) =>
      history.totals(engine.status().datasetId, generator, nowMs()).lastPublishedMs,
  });
  const app = new Hono();
  app.get('/metrics', getMetrics, async (c) =>
    c.body(await registry.metrics(), 200, {
      'content-type': registry.contentType,
      'cache-control': 'no-store',
    }),
  );
  return app;
}
