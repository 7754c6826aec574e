import { Hono } from 'hono';
import { CleanUnfinished } from '../engine/control.ts';
import type { ApiDeps } from './deps.ts';
import { autoReinitView } from './health.ts';
import { iso } from './instant.ts';
import { ApiProblem } from './problem.ts';

/** `POST /api/pause` and `POST /api/resume`. Asking for what is already so succeeds and changes nothing. */
export function lifecycle({ engine, nowMs }: ApiDeps): Hono {
  const resume = async () => {
    try {
      return await engine.resume();
    } catch (error) {
      if (error instanceof CleanUnfinished) throw new ApiProblem(503, 'clean_unfinished', error.message);
      throw error;
    }
  };
  const app = new Hono();
  app.post('/api/pause', async (c) => {
    const { changed } = await engine.pause();
    return c.json({
      success: true,
      action: 'pause',
      status: 'paused',
      timestamp: iso(nowMs()),
      message: changed ? 'Paused: no batch becomes visible until POST /api/resume' : 'Already paused',
    });
  });
  app.post('/api/resume', async (c) => {
    const { changed, baselineActions } = await resume();
    return c.json({
      success: true,
      action: 'resume',
      status: 'running',
      timestamp: iso(nowMs()),
      message: changed ? 'Resumed: batches are published on schedule' : 'Already running',
      extra: { baseline_actions: baselineActions },
      auto_reinit: autoReinitView(engine.status().autoReinit),
    });
  });
  return app;
}
