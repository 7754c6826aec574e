import { Hono } from 'hono';
import * as v from 'valibot';
import { CleanUnfinished, type EngineControl, PauseRequired } from '../engine/control.ts';
import { MODES, type Mode } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { oneOf, query } from './input.ts';
import { iso } from './instant.ts';
import { clean as cleanOperation } from './operations/clean.ts';
import { ApiProblem } from './problem.ts';
import type { Cleaned } from './schemas/clean.ts';
import type { AnswerOf } from './schemas/fields.ts';

/** The query of `POST /api/clean`. */
export const CleanQuery = v.object({
  mode: v.pipe(v.optional(oneOf('mode', MODES)), v.description('Only batches of that mode.')),
});

type CleanReport = Awaited<ReturnType<EngineControl['clean']>>;

/** `POST /api/clean`: deletes the batches, or those of one mode. */
export function clean({ engine, nowMs }: ApiDeps): Hono {
  const deleteBatches = async (mode: Mode | null): Promise<CleanReport> => {
    try {
      return await engine.clean(mode);
    } catch (error) {
      if (error instanceof PauseRequired) throw new ApiProblem('pause_required', error.message);
      if (error instanceof CleanUnfinished) throw new ApiProblem('clean_unfinished', error.message);
      throw error;
    }
  };
  const app = new Hono();
  app.post('/api/clean', cleanOperation, query(CleanQuery), async (c) => {
    const { items, errors } = await deleteBatches(c.req.valid('query').mode ?? null);
    const answer: AnswerOf<typeof Cleaned> = {
      success: errors.length === 0,
      deleted_count: items.length,
      deleted_items: items.map(itemView),
      errors,
      timestamp: iso(nowMs()),
    };
    return c.json(answer);
  });
  return app;
}

function itemView({ name, path, type, size, fileCount }: CleanReport['items'][number]) {
  return { name, path, type, size, file_count: fileCount };
}
