import type { Settings } from '../config/settings.ts';
import { expectedEvents } from '../fleet/event_count.ts';
import type { BatchPlan } from '../plan/batch.ts';
import { lengthOf } from '../plan/interval.ts';
import type { Walk, WalkStep } from '../plan/walk.ts';
import type { Pending } from './pending.ts';

/** So many batches become durable at once. The more, the fewer syncs; the fewer, the less is made again after a crash. */
const MOST_BATCHES = 128;
/** And about so many records, for a batch may have millions. */
const MOST_RECORDS = 2_000_000;

/** Batches that are planned, staged and published together, in the order of publication. */
export type Group = {
  readonly pending: readonly Pending[];
  /** It is published whatever is asked meanwhile: gaps that are recorded already count on it. */
  readonly isKept: boolean;
  /** Resolves once its companies are known, and once all is staged; null: nobody has begun. */
  making: { readonly companies: Promise<void>; readonly all: Promise<void> } | null;
};

/** The steps up to an instant that make a group; none if nothing is left. An instant is never cut, but where missed intervals are caught up. */
export function stepsOfGroup(walk: Walk, untilMs: number, settings: Settings): WalkStep[] {
  const steps: WalkStep[] = [];
  let records = 0;
  while (steps.length < MOST_BATCHES && records < MOST_RECORDS) {
    const next = walk.next(untilMs, MOST_BATCHES);
    if (next.length === 0) break;
    for (const step of next) if (step.kind === 'batch') records += expectedRecords(step.plan, settings);
    steps.push(...next);
  }
  return steps;
}

/** Planned batches of a backfill that was cut, so that no driver batch is in a group with companies that drive in it. */
export function recoveredGroups(recovered: readonly Pending[]): Group[] {
  const groups: Pending[][] = [];
  let firstCompany = Number.POSITIVE_INFINITY;
  for (const pending of recovered) {
    const { generator, number, poolTo } = pending.plan;
    if (groups.length === 0 || (poolTo ?? 0) >= firstCompany) {
      groups.push([]);
      firstCompany = Number.POSITIVE_INFINITY;
    }
    if (generator === 'company') firstCompany = Math.min(firstCompany, number);
    groups.at(-1)!.push(pending);
  }
  return groups.map((pending) => ({ pending, isKept: true, making: null }));
}

function expectedRecords({ generator, interval, poolFrom, poolTo }: BatchPlan, { sizing }: Settings): number {
  const { companiesPerBatch, activeRatio } = sizing;
  if (generator === 'company') return companiesPerBatch;
  const batches = poolFrom === null || poolTo === null ? 0 : poolTo - poolFrom + 1;
  return expectedEvents(batches * companiesPerBatch * activeRatio, lengthOf(interval), sizing);
}
