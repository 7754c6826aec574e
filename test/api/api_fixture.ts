import type { Hono } from 'hono';
import { expect } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import type { Settings } from '../../src/config/settings.ts';
import type { Cleaned, EngineControl, EngineStatus } from '../../src/engine/control.ts';
import { PauseRequired } from '../../src/engine/control.ts';
import { Bus } from '../../src/events/bus.ts';
import { Feed } from '../../src/events/feed.ts';
import { GradeWatch } from '../../src/feedback/grade_watch.ts';
import { Grader } from '../../src/feedback/grader.ts';
import { Feedback } from '../../src/ledger/feedback.ts';
import { History } from '../../src/ledger/history.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { Log } from '../../src/log/log.ts';
import { LogFeed } from '../../src/log/log_feed.ts';
import { LogReader } from '../../src/log/reader.ts';
import { Ring } from '../../src/log/ring.ts';
import type { Generator, Mode } from '../../src/plan/batch.ts';
import { Layout } from '../../src/publish/layout.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';
import { quality } from '../fixtures.ts';
import { keepingContract } from './contract.ts';

export const NOON = Date.parse('2025-11-09T12:00:00.000Z');
/** Of every batch that `addBatch` adds. */
export const SHA256 = 'f00d'.repeat(16);
const SECOND_MS = 1000;
const INTERVAL_MS = 10 * SECOND_MS;

export const EMULATED: Settings = {
  mode: 'emulated',
  seed: 42,
  intervalMs: { company: INTERVAL_MS, driver: 5 * SECOND_MS },
  missedIntervals: 'skip',
  sizing: {
    companiesPerBatch: 10,
    driversPerCompany: 10,
    eventCount: { kind: 'uniform', min: 5, max: 20 },
    geographyWeights: { US: 1, EU: 1, SA: 1, AUS: 1 },
    activeRatio: 0.95,
  },
  quality: quality({ rate: 0.1, inCompanies: false }),
  logInjectedIssues: false,
};

export const PRODUCTION: Settings = {
  ...EMULATED,
  mode: 'production',
  sizing: { ...EMULATED.sizing, eventCount: { kind: 'poisson', ratePerDriver: 3.5 } },
};

/** An engine that publishes nothing and remembers what it was asked. */
export class FakeEngine implements EngineControl {
  readonly cleaned: (Mode | null)[] = [];
  readonly previewed: (Mode | null)[] = [];
  cleanReport: Cleaned = {
    items: [],
    errors: [],
    summary: { companyBatches: 0, driverBatches: 0, records: 0, bytes: 0 },
  };
  current: EngineStatus;

  constructor(datasetId: number, mode: Mode) {
    this.current = {
      runId: 'run-1',
      datasetId,
      mode,
      startedMs: NOON - 5400.5 * SECOND_MS,
      paused: false,
      shutdownRequested: false,
      sinceMs: NOON - 5400 * SECOND_MS,
      atBaseline: true,
      filledToMs: null,
      nextDueMs: { company: NOON + INTERVAL_MS, driver: null },
      problems: [],
      autoReinit: { atMs: null, actions: [], missingFiles: [], count: 0 },
      stateSavedMs: null,
    };
  }

  set(change: Partial<EngineStatus>): void {
    this.current = { ...this.current, ...change };
  }

  status(): EngineStatus {
    return this.current;
  }

  async pause() {
    const changed = !this.current.paused;
    this.set({ paused: true });
    return { changed };
  }

  async resume() {
    const changed = this.current.paused;
    this.set({ paused: false });
    return { changed, baselineActions: changed ? ['company_batch', 'driver_batch'] : [] };
  }

  async clean(mode: Mode | null) {
    if (!this.current.paused) throw new PauseRequired();
    this.cleaned.push(mode);
    return this.cleanReport;
  }

  async previewClean(mode: Mode | null) {
    this.previewed.push(mode);
    return this.cleanReport;
  }
}

/** The API over a real ledger in memory and a fake engine, at noon. */
export function openApi({ settings = EMULATED, ...given }: Partial<ApiDeps> = {}) {
  const ledger = new Ledger(':memory:');
  const dataset = ledger.beginDataset(42, NOON - 5400 * SECOND_MS);
  ledger.beginRun({
    id: 'run-1',
    datasetId: dataset.id,
    mode: settings.mode,
    seed: 42,
    config: '{}',
    configHash: 'hash',
    version: '0.1.0',
    generatorVersion: 1,
    startedMs: NOON - 5400 * SECOND_MS,
  });
  const engine = new FakeEngine(dataset.id, settings.mode);
  const ring = new Ring(100);
  const log = new Log(() => NOON, [ring]);
  const bus = new Bus();
  const history = new History(ledger.connection);
  const deps = {
    engine,
    history,
    settings,
    logs: new LogReader(ring, '/nowhere'),
    readLines: async () => [],
    readBytes: () => new Uint8Array(),
    ledger,
    feedback: new Feedback(ledger.connection),
    grader: new Grader({ disk: new MemoryDisk(), layout: new Layout('/data'), ledger }),
    bus,
    feed: new Feed(bus, (after, limit) => history.eventsAfter(after, limit)),
    logFeed: new LogFeed(),
    servesIssues: true,
    diskSpace: () => ({ free: 2 ** 30, total: 2 ** 32 }),
    loadPage: async () => ({ assets: new Map(), contentSecurityPolicy: '' }),
    access: { token: null, allowedHosts: [] },
    version: { version: '0.1.0', commit: 'abc1234', generatorVersion: 1, runtime: 'test 1' },
    nowMs: () => NOON,
    log: log.logger('api'),
    ...given,
  };
  const watch = { datasetId: () => dataset.id, schedule: () => {} };
  const whole: ApiDeps = { gradeWatch: new GradeWatch({ ...deps, ...watch }), ...deps };
  return {
    app: keepingContract(createApp(whole)),
    deps: whole,
    engine,
    ledger,
    ring,
    datasetId: dataset.id,
    logger: log.logger('test'),
  };
}

export type Batch = {
  readonly generator: Generator;
  readonly number: number;
  readonly startMs: number;
  readonly state?: 'planned' | 'published' | 'removed';
  readonly records?: number;
  readonly bytes?: number;
  readonly fileOffset?: number;
  readonly issues?: Readonly<Partial<Record<'missing_field' | 'null_value', number>>>;
  readonly latenessUs?: number | null;
};

/** Adds a batch to the ledger, published half a second after its interval unless it is only planned. */
export function addBatch(ledger: Ledger, datasetId: number, batch: Batch): number {
  const { generator, number, startMs, issues = {}, records = 10 } = batch;
  const endMs = startMs + INTERVAL_MS;
  const row = ledger.plan({
    datasetId,
    runId: 'run-1',
    plan: {
      generator,
      number,
      mode: 'emulated',
      interval: { startMs, endMs },
      seed: 41 + number,
      poolFrom: generator === 'driver' ? 1 : null,
      poolTo: generator === 'driver' ? 2 : null,
    },
    cause: 'schedule',
    generatorVersion: 1,
    plannedMs: startMs,
  });
  ledger.stage(row, {
    recordCount: records,
    corruptedCount: Object.values(issues).reduce((sum, count) => sum + count, 0),
    issues,
    bytes: batch.bytes ?? 1234,
    sha256: SHA256,
    generationMs: 1.5,
    facts: null,
  });
  if (batch.state === 'planned') return row;
  const published = { row, publishedMs: endMs + 500, latenessUs: batch.latenessUs ?? null };
  ledger.publish([{ ...published, generationTimestampMs: endMs, fileOffset: batch.fileOffset ?? null }], []);
  if (batch.state === 'removed') ledger.markRemoved([row]);
  return row;
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by looking at it
type Body = any;

/** A JSON answer's body, once its status is what it should be. */
export async function json(app: Hono, path: string, { method = 'GET', status = 200 } = {}): Promise<Body> {
  const response = await app.request(path, { method });
  expect(response.status).toBe(status);
  return (await response.json()) as Body;
}

/** An error's body, once it is a problem in every particular. */
export async function problem(
  app: Hono,
  path: string,
  status: number,
  method = 'GET',
): Promise<{ title: string; detail: string; error: string }> {
  const response = await app.request(path, { method });
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.status).toBe(status);
  const body = (await response.json()) as Body;
  expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail', 'error', 'timestamp']);
  expect(body).toMatchObject({ status, timestamp: '2025-11-09T12:00:00.000Z' });
  return body;
}
