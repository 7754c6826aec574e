import { Hono } from 'hono';
import { obstacleOf } from '../engine/readiness.ts';
import type { ApiDeps } from './deps.ts';
import { getLivez, getReadyz, getVersion } from './operations/probes.ts';
import { ApiProblem } from './problem.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { Alive, Ready, VersionAnswer } from './schemas/service.ts';

/** `GET /livez`, `GET /readyz` and `GET /version`, for what runs the service. */
export function probes({ engine, version }: ApiDeps): Hono {
  const app = new Hono();
  app.get('/livez', getLivez, (c) => c.json({ status: 'alive' } satisfies AnswerOf<typeof Alive>));
  app.get('/readyz', getReadyz, (c) => {
    const obstacle = obstacleOf(engine.status());
    if (obstacle !== null) throw new ApiProblem('not_ready', obstacle);
    return c.json({ status: 'ready' } satisfies AnswerOf<typeof Ready>);
  });
  app.get('/version', getVersion, (c) =>
    c.json({
      version: version.version,
      commit: version.commit,
      generator_version: version.generatorVersion,
      runtime: version.runtime,
    } satisfies AnswerOf<typeof VersionAnswer>),
  );
  return app;
}
