import { Hono } from 'hono';
import * as v from 'valibot';
import { type Cleaned, CleanUnfinished, PauseRequired } from '../engine/control.ts';
import { MODES, type Mode } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { oneOf, query } from './input.ts';
import { iso } from './instant.ts';
import { clean as cleanOperation } from './operations/clean.ts';
import { ApiProblem } from './problem.ts';
import type { CleanAnswer } from './schemas/clean.ts';
import type { AnswerOf } from './schemas/fields.ts';

/** The query of `POST /api/clean`. */
export const CleanQuery = v.strictObject(
  {
    mode: v.pipe(v.optional(oneOf('mode', MODES)), v.description('Only batches of that mode.')),
    dry_run: v.pipe(
      v.optional(oneOf('dry_run', ['true', 'false']), 'false'),
      v.description('`true`: delete nothing, and say what would go. That is answered while running, too.'),
    ),
  },
  // Whoever misspells dry_run would have it all deleted.
  ({ received }) => `POST /api/clean takes mode and dry_run, got ${received}`,
);

/** `POST /api/clean`: deletes the batches, or those of one mode; with `dry_run=true` it says what it would delete. */
export function clean({ engine, nowMs }: ApiDeps): Hono {
  const deleteBatches = async (mode: Mode | null): Promise<Cleaned> => {
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
    const { mode = null, dry_run } = c.req.valid('query');
    const isDry = dry_run === 'true';
    const { items, errors, summary } = await (isDry ? engine.previewClean(mode) : deleteBatches(mode));
    const answer: AnswerOf<typeof CleanAnswer> = {
      success: errors.length === 0,
      ...(isDry && { dry_run: true }),
      deleted_count: items.length,
      deleted_items: items.map(itemView),
      summary: summaryView(summary),
      errors,
      timestamp: iso(nowMs()),
    };
    return c.json(answer);
  });
  return app;
}

function itemView({ name, path, type, size, fileCount }: Cleaned['items'][number]) {
  return { name, path, type, size, file_count: fileCount };
}

function summaryView({ companyBatches, driverBatches, records, bytes }: Cleaned['summary']) {
  return { company_batches: companyBatches, driver_batches: driverBatches, records, bytes };
}
