import type { BackfillRow, DatasetRow } from '../ledger/rows.ts';
import { adoptBatches } from './adopt.ts';
import { Backfill } from './backfill.ts';
import { admitBackfill, beginBackfill, overlapOf, type Span } from './backfill_span.ts';
import { nowMsOf } from './clock.ts';
import { Engine, type EngineDeps } from './engine.ts';
import { type LeftForLater, tellRemoved } from './older_batches.ts';
import type { Pending } from './pending.ts';
import { findRemoved, finishClean, recoverPlans } from './recover.ts';
import { mixingWarnings, openSession } from './session.ts';
import { LOOKED_AT_FIRST } from './unknown_batches.ts';

/** What a start has found, and a run that was begun on it. */
type Opened = {
  readonly dataset: DatasetRow;
  /** Batches that an earlier process planned and that are still to be published. */
  readonly recovered: readonly Pending[];
  /** What a person had deleted, in words. */
  readonly missing: readonly string[];
  readonly backfill: BackfillRow | null;
  /** What is still to be looked at once the service is live; null if nothing is. */
  readonly later: LeftForLater | null;
};

/**
 * Brings a prepared folder in order, whatever state the last process or a person left it in, and opens an engine on it.
 *
 * @param version the service's
 * @param options.fillFromMs the past from here on is filled before the service goes live; null: nothing is filled
 * @param options.bound how many batches of a generator it looks at before it is live
 * @throws {SeedRefused}, {BackfillRefused} and the disk's errors
 */
export function boot(
  deps: EngineDeps,
  version: string,
  {
    fillFromMs = null,
    bound = LOOKED_AT_FIRST,
  }: { readonly fillFromMs?: number | null; readonly bound?: number } = {},
): Engine {
  const span = fillFromMs === null ? null : { fromMs: fillFromMs, toMs: null, asked: 'present' };
  const { dataset, recovered, missing, backfill, later } = openFolder(deps, version, span, bound);
  if (backfill === null) return new Engine(deps, dataset, recovered, missing, null, later);
  return new Engine(deps, dataset, [], missing, new Backfill(deps, dataset, backfill, recovered), later);
}

/**
 * The same for a backfill that ends without going live.
 * @throws {SeedRefused}, {BackfillRefused} and the disk's errors
 */
export function bootBackfill(deps: EngineDeps, version: string, span: Span): Backfill {
  const { dataset, recovered, backfill, later } = openFolder(deps, version, span, LOOKED_AT_FIRST);
  // The older ones are left to the next service.
  tellRemoved(deps.log, later?.removed ?? 0);
  return new Backfill(deps, dataset, backfill!, recovered);
}

function openFolder(deps: EngineDeps, version: string, asked: Span | null, bound: number): Opened {
  const { clock, ledger, log, settings, runId } = deps;
  const nowMs = nowMsOf(clock);
  finishClean(deps, nowMs);

  const removed = findRemoved(deps, nowMs, bound);
  const { driverBatches, older } = removed;
  const later = older === null ? null : { ...older, removed: driverBatches };
  if (later === null) tellRemoved(log, driverBatches);
  if (removed.companies) log.warn('raw/companies.jsonl was deleted by hand: its companies are retired');
  const span = isStillToFill(deps, asked) ? asked : null;
  if (span !== null) admitBackfill(ledger, settings, span);
  for (const warning of mixingWarnings(ledger, settings)) log.warn(warning);

  const { dataset, configHash } = openSession({ ...deps, nowMs, version });
  const cut = ledger.openBackfill(dataset.id);
  const adopted = adoptBatches(deps, dataset.id, { backfilledMs: cut === null ? null : nowMs, nowMs, bound });
  if (adopted > 0) log.info(`${adopted} batches that the ledger did not know as published are recorded`);
  const goesOn = cut !== null && span !== null;
  const plans = recoverPlans(deps, dataset.id, configHash, { backfilled: goesOn, nowMs, bound });
  if (cut !== null && span === null) giveUp(deps, cut, nowMs);
  const recovered = span === null ? plans : dropEarly(deps, plans, nowMs);
  const missing = [
    ...(removed.companies ? ['raw/companies.jsonl'] : []),
    ...(driverBatches > 0 ? [`raw/events (${driverBatches} batches)`] : []),
  ];
  const backfill = span === null ? null : beginBackfill(ledger, dataset, runId, settings, span);
  return { dataset, recovered, missing, backfill, later };
}

/** A service that is started again and again with the same flags fills the past once, and only where nothing is there. */
function isStillToFill({ ledger, log }: EngineDeps, asked: Span | null): boolean {
  if (asked === null) return false;
  const dataset = ledger.openDataset();
  if (asked.toMs !== null || dataset === null || ledger.openBackfill(dataset.id) !== null) return true;
  if (ledger.wasFilled(dataset.id)) {
    log.info('The past was filled by an earlier start: nothing is left to fill');
    return false;
  }
  const overlap = overlapOf(ledger, dataset, asked.fromMs);
  if (overlap === null) return true;
  log.warn(
    `Nothing is filled: the folder has ${overlap}; to fill the past, start on another data folder or clean this one first`,
  );
  return false;
}

function giveUp({ ledger, log }: EngineDeps, { id, from, to }: BackfillRow, nowMs: number): void {
  const end = to === null ? 'the present' : new Date(to).toISOString();
  log.warn(
    `The backfill from ${new Date(from).toISOString()} to ${end} was not finished and is given up: what it lacks is treated as missed`,
  );
  ledger.endBackfill(id, nowMs);
}

/** What a live service planned and is not over yet is none of the past. Returns the rest. */
function dropEarly({ ledger }: EngineDeps, plans: readonly Pending[], nowMs: number): Pending[] {
  const early = plans.filter(({ plan }) => plan.interval.endMs > nowMs);
  ledger.dropPlans(early.map(({ row }) => row));
  return plans.filter((pending) => !early.includes(pending));
}
