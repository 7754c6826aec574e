import { Hono } from 'hono';
import { obstacleOf } from '../engine/readiness.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** `GET /livez`, `GET /readyz` and `GET /version`, for what runs the service. */
export function probes({ engine, version }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'alive' }));
  app.get('/readyz', (c) => {
    const obstacle = obstacleOf(engine.status());
    if (obstacle !== null) throw new ApiProblem(503, 'not_ready', obstacle);
    return c.json({ status: 'ready' });
  });
  app.get('/version', (c) =>
    c.json({
      version: version.version,
      commit: version.commit,
      generator_version: version.generatorVersion,
      runtime: version.runtime,
    }),
  );
  return app;
}
