import { Hono } from 'hono';
import type { Settings } from '../config/settings.ts';
import type { AutoReinit, EngineStatus } from '../engine/control.ts';
import type { Totals } from '../ledger/rows.ts';
import type { ApiDeps } from './deps.ts';
import { iso } from './instant.ts';
import { getHealth } from './operations/health.ts';
import type { AnswerOf } from './schemas/fields.ts';
import type { AutoReinit as AutoReinitSchema, Health } from './schemas/health.ts';

const STATE_FILE = 'manifests/generator_state.json';

/** `GET /api/health`: how the service is. Always 200: probes that want a status code ask `/readyz`. */
export function health(deps: ApiDeps): Hono {
  const app = new Hono();
  app.get('/api/health', getHealth, (c) => c.json(healthView(deps, deps.nowMs())));
  return app;
}

/** What `GET /api/health` answers. */
export type HealthView = AnswerOf<typeof Health>;

function healthView({ engine, history, settings, version }: ApiDeps, now: number): HealthView {
  const status = engine.status();
  const { datasetId, nextDueMs } = status;
  const company = history.totals(datasetId, 'company', now);
  const driver = history.totals(datasetId, 'driver', now);
  const records = company.records + driver.records;
  const corrupted = company.corrupted + driver.corrupted;
  return {
    status: healthStatus(status),
    timestamp: iso(now),
    version: version.version,
    run_id: status.runId,
    generation_mode: status.mode,
    uptime: uptime(status.startedMs, now),
    company_generator: generator(company, nextDueMs.company, now),
    driver_generator: {
      ...generator(driver, nextDueMs.driver, now),
      last_interval_end: iso(driver.lastIntervalEndMs),
    },
    lifecycle: {
      paused: status.paused,
      shutdown_requested: status.shutdownRequested,
      since: iso(status.sinceMs),
    },
    state: { last_saved: iso(status.stateSavedMs), state_file: STATE_FILE },
    auto_reinit: autoReinitView(status.autoReinit),
    quality: {
      records,
      corrupted,
      rate: records === 0 ? null : corrupted / records,
      issues: history.issues(datasetId),
    },
    lateness_us: history.lateness(datasetId),
    problems: status.problems.map(({ code, message, sinceMs }) => ({ code, message, since: iso(sinceMs) })),
    config: configView(settings),
    ...emulatedConfig(settings),
  };
}

/** `degraded` while anything is wrong, paused or not. */
function healthStatus({ problems, paused }: EngineStatus): HealthView['status'] {
  if (problems.length > 0) return 'degraded';
  return paused ? 'paused' : 'running';
}

function uptime(startedMs: number, nowMs: number): HealthView['uptime'] {
  const seconds = secondsBetween(startedMs, nowMs);
  return { seconds, hours: Math.round((seconds / 3600) * 1e4) / 1e4, start_time: iso(startedMs) };
}

function generator(
  { batches, lastPublishedMs, lastMinute }: Totals,
  nextMs: number | null,
  nowMs: number,
): HealthView['company_generator'] {
  return {
    total_batches: batches,
    last_batch_time: iso(lastPublishedMs),
    idle_seconds: lastPublishedMs === null ? null : secondsBetween(lastPublishedMs, nowMs),
    next_batch_time: iso(nextMs),
    batches_per_minute: lastMinute,
  };
}

/** With milliseconds; not below 0, though the clock may have been set back. */
function secondsBetween(fromMs: number, toMs: number): number {
  return Math.max(0, Math.round(toMs - fromMs)) / 1000;
}

/** What the engine published by itself, as it is served. */
export function autoReinitView({
  atMs,
  actions,
  missingFiles,
  count,
}: AutoReinit): AnswerOf<typeof AutoReinitSchema> {
  return { performed: count > 0, at: iso(atMs), actions, missing_files: missingFiles, count };
}

/** The settings in force; `seed` is null where the config leaves it out. */
function configView({ intervalMs, missedIntervals, seed, quality }: Settings): HealthView['config'] {
  return {
    company_interval_seconds: intervalMs.company / 1000,
    driver_interval_seconds: intervalMs.driver / 1000,
    missed_intervals: missedIntervals,
    seed,
    quality: {
      rate: quality.rate,
      in_driver_events: quality.inDriverEvents,
      in_companies: quality.inCompanies,
    },
  };
}

function emulatedConfig({ mode, intervalMs, sizing }: Settings): Pick<HealthView, 'emulated_config'> {
  const { eventCount } = sizing;
  if (mode !== 'emulated' || eventCount.kind !== 'uniform') return {};
  return {
    emulated_config: {
      company_interval_seconds: intervalMs.company / 1000,
      driver_interval_seconds: intervalMs.driver / 1000,
      companies_per_batch: sizing.companiesPerBatch,
      events_per_batch_range: [eventCount.min, eventCount.max],
    },
  };
}
