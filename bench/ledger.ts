import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { createApp } from '../src/api/app.ts';
import { boot } from '../src/engine/boot.ts';
import { prepareFolder } from '../src/engine/folder.ts';
import { PublishedCompanies } from '../src/engine/published_companies.ts';
import { Bus } from '../src/events/bus.ts';
import { Feed } from '../src/events/feed.ts';
import { Grader } from '../src/feedback/grader.ts';
import { Feedback } from '../src/ledger/feedback.ts';
import { History } from '../src/ledger/history.ts';
import { Ledger } from '../src/ledger/ledger.ts';
import { Log } from '../src/log/log.ts';
import { batchIdOf } from '../src/plan/batch_id.ts';
import { Layout } from '../src/publish/layout.ts';
import { EMULATED, FakeEngine, NOON, openApi } from '../test/api/api_fixture.ts';
import { InlinePress } from '../test/fakes/inline_press.ts';
import { SimulatedClock } from '../test/fakes/simulated_clock.ts';
import type { Figure, Section } from './figure.ts';
import { YearDisk } from './ledger/year_disk.ts';
import { BEGIN_MS, INTERVAL_MS, makeYear } from './ledger/year_of_batches.ts';
import { percentile } from './percentile.ts';
import { inTempFolder } from './temp_folder.ts';

export type LedgerSize = {
  /** Batches of both generators together; 6,307,200 are a year of 10 s batches. */
  readonly rows: number;
  /** Driver batches with reports, verdicts and scores of one pipeline; another has a third of them. */
  readonly graded: number;
  /** How often each query is asked. */
  readonly calls: number;
};

export const LEDGER: Section<LedgerSize> = {
  name: 'ledger',
  seconds: { quick: 15, full: 240 },
  sizes: {
    tiny: { rows: 5000, graded: 500, calls: 3 },
    quick: { rows: 200_000, graded: 20_000, calls: 50 },
    full: { rows: 6_307_200, graded: 300_000, calls: 200 },
  },
  measure: measureLedger,
};

const GOAL = '< 20';
const START_GOAL = '< 1000';
/** A query that is as slow as this is not asked again: the first answers tell enough. */
const MOST_MS = 5_000;

/**
 * How long the API's answers from the ledger take, and what is written with every batch, in process and without a socket; and how long a
 * start takes to open an engine on it. Its files are not there: a disk in memory tells of them.
 */
export function measureLedger(size: LedgerSize): Promise<Figure[]> {
  return inTempFolder(async (folder) => {
    const layout = new Layout(folder);
    const file = join(folder, 'year.sqlite');
    const startedMs = performance.now();
    makeYear(file, size);
    const madeSeconds = (performance.now() - startedMs) / 1000;
    return [
      { name: 'made', value: madeSeconds, unit: `s, ${size.rows.toLocaleString('en')} batches` },
      ...(await ledgerFigures(file, layout, size)),
    ];
  });
}

/** The same of a ledger that `makeYear` made. */
export async function ledgerFigures(file: string, layout: Layout, size: LedgerSize): Promise<Figure[]> {
  const figures = await queryFigures(file, size);
  return [...figures, ...(await startFigures(file, layout, size)), ...writeFigures(file, size)];
}

async function queryFigures(file: string, size: LedgerSize): Promise<Figure[]> {
  const ledger = new Ledger(file);
  try {
    const app = apiOf(ledger);
    const figures: Figure[] = [];
    for (const [name, pathOf] of Object.entries(queries(size))) {
      figures.push(...(await asked(app, name, pathOf, size.calls)));
    }
    const history = new History(ledger.connection);
    const newest = history.eventIdBefore(0);
    const replays = {
      'replay by Last-Event-ID': (i: number) => history.eventsAfter(spread(i, newest), 100),
      'replay of the last 10,000': () => history.eventsAfter(history.eventIdBefore(10_000), 100),
    };
    for (const [name, replay] of Object.entries(replays)) figures.push(...timed(name, replay, size.calls));
    return figures;
  } finally {
    ledger.close();
  }
}

/** Paths of the API by what is asked, each for the call of a number. */
function queries({ rows, graded }: LedgerSize): Record<string, (call: number) => string> {
  const each = Math.floor(rows / 2);
  const instant = (number: number) => new Date(BEGIN_MS + number * INTERVAL_MS + 3000).toISOString();
  const batchId = (i: number) => batchIdOf(BEGIN_MS + spread(i, each) * INTERVAL_MS);
  const range = (i: number) =>
    `from=${instant(spread(i, graded / 2))}&to=${instant(each - spread(i, graded / 2))}`;
  return {
    health: () => '/api/health',
    batches: () => '/api/batches',
    'batches, any page': (i) => `/api/batches?before=${spread(i, rows) + 1}`,
    'batches, any page of drivers': (i) => `/api/batches?generator=driver&before=${spread(i, rows) + 1}`,
    'one batch': (i) => `/api/batches/driver/${batchId(i)}`,
    'no such batch': (i) => `/api/batches/driver/${batchIdOf(BEGIN_MS - (1 + i) * INTERVAL_MS)}`,
    grade: () => '/api/grade',
    'grade, last 100': () => '/api/grade?last=100',
    'grade, last so many': (i) => `/api/grade?last=${1 + spread(i, Math.min(1_000_000, each))}`,
    'grade, from and to': (i) => `/api/grade?${range(i)}`,
    'grade, whole year of another': () => `/api/grade?pipeline=other&from=${instant(-1)}&to=${instant(each)}`,
    'grade of companies': () => '/api/grade?generator=company',
    metrics: () => '/metrics',
  };
}

async function asked(app: Hono, name: string, pathOf: (call: number) => string, calls: number) {
  const tookMs: number[] = [];
  const hash = createHash('sha256');
  // The first may add up what is then kept.
  let endMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < calls && performance.now() < endMs; i++) {
    const startedMs = performance.now();
    const response = await app.request(pathOf(i), { headers: { host: 'localhost' } });
    const body = await response.text();
    tookMs.push(performance.now() - startedMs);
    if (i === 0) endMs = performance.now() + MOST_MS;
    if (response.status >= 500) throw new Error(`${pathOf(i)}: ${body}`);
    hash.update(body);
  }
  return latencies(name, tookMs, name === 'metrics' ? undefined : hash);
}

function timed(name: string, ask: (call: number) => unknown, calls: number): Figure[] {
  const tookMs: number[] = [];
  const hash = createHash('sha256');
  const endMs = performance.now() + MOST_MS;
  for (let i = 0; i < calls && performance.now() < endMs; i++) {
    const startedMs = performance.now();
    const answer = ask(i);
    tookMs.push(performance.now() - startedMs);
    hash.update(JSON.stringify(answer) ?? '');
  }
  return latencies(name, tookMs, hash);
}

function latencies(name: string, tookMs: readonly number[], hash?: Hash): Figure[] {
  const [first] = tookMs;
  const sorted = tookMs.toSorted((a, b) => a - b);
  return [
    {
      name: `${name}, p50`,
      value: percentile(sorted, 0.5),
      unit: `ms of ${tookMs.length}`,
      ...(hash && { hash: hash.digest('hex') }),
    },
    { name: `${name}, p99`, value: percentile(sorted, 0.99), unit: 'ms', goal: GOAL },
    { name: `${name}, max`, value: sorted.at(-1)!, unit: `ms; the first took ${first!.toFixed(1)}` },
  ];
}

function apiOf(ledger: Ledger): Hono {
  const { deps } = openApi({
    settings: { ...EMULATED, intervalMs: { company: INTERVAL_MS, driver: INTERVAL_MS } },
  });
  const history = new History(ledger.connection);
  const folder = { disk: new YearDisk(new Layout('/data'), 0), layout: new Layout('/data'), ledger };
  return createApp({
    ...deps,
    engine: new FakeEngine(ledger.openDataset()!.id, 'emulated'),
    ledger,
    history,
    feed: new Feed(deps.bus, (after, limit) => history.eventsAfter(after, limit)),
    feedback: new Feedback(ledger.connection),
    grader: new Grader(folder),
  });
}

/** From opening the ledger to an engine that may run, right after the last interval. */
async function startFigures(file: string, layout: Layout, { rows, calls }: LedgerSize): Promise<Figure[]> {
  const disk = new YearDisk(layout, Math.floor(rows / 2));
  const tookMs: number[] = [];
  const poolMs: number[] = [];
  const moreBytes: number[] = [];
  for (let i = 0; i < Math.min(2, calls); i++) {
    prepareFolder(disk, layout);
    Bun.gc(true);
    const before = process.memoryUsage().rss;
    const startedMs = performance.now();
    const ledger = new Ledger(file);
    new Feedback(ledger.connection).dropCutSubmissions();
    const clock = new SimulatedClock(BEGIN_MS + Math.floor(rows / 2) * INTERVAL_MS + 1);
    const log = new Log(() => clock.nowMs, []).logger('engine');
    const settings = { ...EMULATED, intervalMs: { company: INTERVAL_MS, driver: INTERVAL_MS } };
    const press = new InlinePress(disk, layout);
    const runId = `start-${NOON}-${i}-${Math.random()}`;
    const engine = boot(
      { clock, disk, layout, ledger, press, bus: new Bus(), log, settings, runId, drawSeed: () => 0 },
      '',
    );
    tookMs.push(performance.now() - startedMs);
    moreBytes.push(process.memoryUsage().rss - before);
    const { datasetId } = engine.status();
    const loadedMs = performance.now();
    new PublishedCompanies(ledger, 'emulated').load(datasetId);
    poolMs.push(performance.now() - loadedMs);
    ledger.close();
  }
  return [
    { name: 'start', value: Math.min(...tookMs), unit: 'ms', goal: START_GOAL },
    { name: 'start, the pool of it', value: Math.min(...poolMs), unit: 'ms' },
    { name: 'start, memory', value: Math.max(...moreBytes) / 2 ** 20, unit: 'MB of RSS more' },
  ];
}

/** Transactions of one batch, as they come with every interval. */
function writeFigures(file: string, { calls }: LedgerSize): Figure[] {
  const ledger = new Ledger(file);
  try {
    const dataset = ledger.openDataset()!;
    const { id: runId } = ledger.runsByConfig()[0]!;
    const first = ledger.position(dataset.id, 'driver').nextNumber;
    const figures = ['plan', 'stage', 'publish'].map((name) => ({ name, tookMs: [] as number[] }));
    const timed = <T>(i: number, act: () => T): T => {
      const startedMs = performance.now();
      const made = act();
      figures[i]!.tookMs.push(performance.now() - startedMs);
      return made;
    };
    for (let number = first; number < first + calls; number++) {
      const startMs = BEGIN_MS + (number - 1) * INTERVAL_MS;
      const interval = { startMs, endMs: startMs + INTERVAL_MS };
      const plan = {
        generator: 'driver',
        mode: 'emulated',
        number,
        seed: 41 + number,
        interval,
        poolFrom: 1,
        poolTo: 2,
      } as const;
      const given = {
        datasetId: dataset.id,
        runId,
        cause: 'schedule',
        generatorVersion: 2,
        plannedMs: startMs,
      } as const;
      const row = timed(0, () => ledger.plan({ ...given, plan }));
      const staged = {
        recordCount: 10,
        corruptedCount: 1,
        issues: { null_value: 1 },
        bytes: 200,
        sha256: '',
        generationMs: 1,
        facts: null,
      };
      timed(1, () => ledger.stage(row, staged));
      const published = {
        row,
        publishedMs: interval.endMs,
        latenessUs: 1,
        generationTimestampMs: interval.endMs,
        fileOffset: null,
      };
      timed(2, () =>
        ledger.publish([published], [{ atMs: interval.endMs, type: 'batch_generated', payload: {} }]),
      );
    }
    return figures.flatMap(({ name, tookMs }) => latencies(name, tookMs));
  } finally {
    ledger.close();
  }
}

/** Numbers in `[0, most)`, far apart and the same each time. */
function spread(call: number, most: number): number {
  return Math.floor(((call * 0.618_033_988_749_895) % 1) * most);
}
