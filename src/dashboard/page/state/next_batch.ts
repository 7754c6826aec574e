import type { Generator } from '../../../plan/batch.ts';
import { health } from './health.ts';
import { timeline } from './timeline.ts';

/** When a batch is due, in epoch ms, and how long its interval is, in ms; null before the first batch. */
export type NextBatch = { readonly dueMs: number; readonly intervalMs: number | null };

/**
 * A generator's next batch, null while there is none to wait for. The newest batch knows it sooner than health, which is asked for
 * once that is here.
 */
export function nextBatch(generator: Generator): NextBatch | null {
  const view = health.value;
  if (view === null || view.lifecycle.paused) return null;
  const told = view[`${generator}_generator`].next_batch_time;
  const newest = timeline.value[generator].at(-1);
  const intervalMs = newest === undefined ? null : newest.interval_seconds * 1000;
  const afterNewest = newest === undefined ? 0 : Date.parse(newest.interval_end) + intervalMs!;
  const dueMs = Math.max(told === null ? 0 : Date.parse(told), afterNewest);
  return dueMs === 0 ? null : { dueMs, intervalMs };
}
