import { Hono } from 'hono';
import { CleanUnfinished } from '../engine/control.ts';
import type { ApiDeps } from './deps.ts';
import { autoReinitView } from './health.ts';
import { iso } from './instant.ts';
import { pause as pauseOperation, resume as resumeOperation } from './operations/lifecycle.ts';
import { ApiProblem } from './problem.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { Paused, Resumed } from './schemas/lifecycle.ts';

/** `POST /api/pause` and `POST /api/resume`. Asking for what is already so succeeds and changes nothing. */
export function lifecycle({ engine, nowMs }: ApiDeps): Hono {
  const resume = async () => {
    try {
      return await engine.resume();
    } catch (error) {
      if (error instanceof CleanUnfinished) throw new ApiProblem('clean_unfinished', error.message);
      throw error;
    }
  };
  const app = new Hono();
  app.post('/api/pause', pauseOperation, async (c) => {
    const { changed } = await engine.pause();
    const answer: AnswerOf<typeof Paused> = {
      success: true,
      action: 'pause',
      status: 'paused',
      timestamp: iso(nowMs()),
      message: changed ? 'Paused: no batch becomes visible until POST /api/resume' : 'Already paused',
    };
    return c.json(answer);
  });
  app.post('/api/resume', resumeOperation, async (c) => {
    const { changed, baselineActions } = await resume();
    const answer: AnswerOf<typeof Resumed> = {
      success: true,
      action: 'resume',
      status: 'running',
      timestamp: iso(nowMs()),
      message: changed ? 'Resumed: batches are published on schedule' : 'Already running',
      extra: { baseline_actions: baselineActions },
      auto_reinit: autoReinitView(engine.status().autoReinit),
    };
    return c.json(answer);
  });
  return app;
}
