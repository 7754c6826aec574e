import { Hono } from 'hono';
import * as v from 'valibot';
import { type Cleaned, CleanUnfinished, PauseRequired } from '../engine/control.ts';
import { MODES, type Mode } from '../plan/batch.ts';
import type { ApiDeps } from './deps.ts';
import { oneOf, query } from './input.ts';
import { iso } from './instant.ts';
import { ApiProblem } from './problem.ts';

/** The query of `POST /api/clean`. */
export const CleanQuery = v.strictObject(
  {
    mode: v.optional(oneOf('mode', MODES)),
    dry_run: v.optional(oneOf('dry_run', ['true', 'false']), 'false'),
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
      if (error instanceof PauseRequired) throw new ApiProblem(409, 'pause_required', error.message);
      if (error instanceof CleanUnfinished) throw new ApiProblem(503, 'clean_unfinished', error.message);
      throw error;
    }
  };
  const app = new Hono();
  app.post('/api/clean', query(CleanQuery), async (c) => {
    const { mode = null, dry_run } = c.req.valid('query');
    const isDry = dry_run === 'true';
    const { items, errors, summary } = await (isDry ? engine.previewClean(mode) : deleteBatches(mode));
    return c.json({
      success: errors.length === 0,
      ...(isDry && { dry_run: true }),
      deleted_count: items.length,
      deleted_items: items.map(itemView),
      summary: summaryView(summary),
      errors,
      timestamp: iso(nowMs()),
    });
  });
  return app;
}

function itemView({ name, path, type, size, fileCount }: Cleaned['items'][number]) {
  return { name, path, type, size, file_count: fileCount };
}

function summaryView({ companyBatches, driverBatches, records, bytes }: Cleaned['summary']) {
  return { company_batches: companyBatches, driver_batches: driverBatches, records, bytes };
}
