import { Hono } from 'hono';
import * as v from 'valibot';
import { CleanUnfinished, type EngineControl, PauseRequired } from '../engine/control.ts';
import { MODES, type Mode } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { oneOf, query } from './input.ts';
import { iso } from './instant.ts';
import { ApiProblem } from './problem.ts';

/** The query of `POST /api/clean`. */
export const CleanQuery = v.object({ mode: v.optional(oneOf('mode', MODES)) });

type CleanReport = Awaited<ReturnType<EngineControl['clean']>>;

/** `POST /api/clean`: deletes the batches, or those of one mode. */
export function clean({ engine, nowMs }: ApiDeps): Hono {
  const deleteBatches = async (mode: Mode | null): Promise<CleanReport> => {
    try {
      return await engine.clean(mode);
    } catch (error) {
      if (error instanceof PauseRequired) throw new ApiProblem(409, 'pause_required', error.message);
      if (error instanceof CleanUnfinished) throw new ApiProblem(503, 'clean_unfinished', error.message);
      throw error;
    }
  };
  const app = new Hono();
  app.post('/api/clean', query(CleanQuery), async (c) => {
    const { items, errors } = await deleteBatches(c.req.valid('query').mode ?? null);
    return c.json({
      success: errors.length === 0,
      deleted_count: items.length,
      deleted_items: items.map(itemView),
      errors,
      timestamp: iso(nowMs()),
    });
  });
  return app;
}

function itemView({ name, path, type, size, fileCount }: CleanReport['items'][number]) {
  return { name, path, type, size, file_count: fileCount };
}
