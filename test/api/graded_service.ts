import type { Hono } from 'hono';
import { createApp } from '../../src/api/app.ts';
import type { ApiDeps } from '../../src/api/deps.ts';
import type { Settings } from '../../src/config/settings.ts';
import { pageLoader } from '../../src/dashboard/load_page.ts';
import { Bus } from '../../src/events/bus.ts';
import type { Fact } from '../../src/events/facts.ts';
import { Feed } from '../../src/events/feed.ts';
import { GradeWatch } from '../../src/feedback/grade_watch.ts';
import { Grader } from '../../src/feedback/grader.ts';
import { Feedback } from '../../src/ledger/feedback.ts';
import { History } from '../../src/ledger/history.ts';
import { Log } from '../../src/log/log.ts';
import { LogFeed } from '../../src/log/log_feed.ts';
import { LogReader } from '../../src/log/reader.ts';
import { Ring } from '../../src/log/ring.ts';
import { readBytes } from '../../src/publish/batch_bytes.ts';
import { readLines } from '../../src/publish/batch_lines.ts';
import { at, emulated, type Machine, machine, quality, type Service, start } from '../fixtures.ts';
import { keepingContract } from './contract.ts';

/** What is to be done after some time. */
type Rest = { readonly ms: number; readonly end: () => void };

export type GradedService = {
  readonly host: Machine;
  readonly service: Service;
  readonly app: Hono;
  readonly gradeWatch: GradeWatch;
  readonly grader: Grader;
  readonly ring: Ring;
  /** Those of the grade watch, in order; tests end them. */
  readonly rests: Rest[];
  /** Facts that the API told of, in order. */
  readonly facts: Fact[];
};

/** A service that has published for a minute, three lines in ten dirty, and the API over it. */
export async function gradedService(
  settings: Settings = emulated({ quality: quality({ rate: 0.3 }) }),
  { servesIssues = true } = {},
): Promise<GradedService> {
  const host = machine();
  const service = start(host, { settings });
  await host.clock.runUntil(at('12:01:05'));
  const ring = new Ring(100);
  const bus = new Bus();
  const facts: Fact[] = [];
  bus.subscribe((fact) => facts.push(fact));
  const history = new History(host.ledger.connection);
  const rests: Rest[] = [];
  const deps: Omit<ApiDeps, 'gradeWatch'> = {
    engine: service.engine,
    settings,
    history,
    ledger: host.ledger,
    feedback: new Feedback(host.ledger.connection),
    grader: new Grader(host),
    bus,
    feed: new Feed(bus, (after, limit) => history.eventsAfter(after, limit)),
    logFeed: new LogFeed(),
    servesIssues,
    diskSpace: () => host.disk.space(host.layout.root),
    loadPage: pageLoader(),
    access: { token: null, allowedHosts: [] },
    logs: new LogReader(ring, '/nowhere'),
    readLines: (row, offset, limit) => readLines(host.disk, host.layout.linesOf(row), offset, limit),
    readBytes: (row, offset, length) => readBytes(host.disk, host.layout.linesOf(row), offset, length),
    version: { version: '0.1.0', commit: null, generatorVersion: 2, runtime: 'test 1' },
    nowMs: () => host.clock.nowMs,
    log: new Log(() => host.clock.nowMs, [ring]).logger('api'),
  };
  const gradeWatch = new GradeWatch({
    ...deps,
    datasetId: () => service.engine.status().datasetId,
    schedule: (ms, act) => rests.push({ ms, end: act }),
  });
  const app = keepingContract(createApp({ ...deps, gradeWatch }));
  return { host, service, app, gradeWatch, grader: deps.grader, ring, facts, rests };
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a body by looking at it
export type Body = any;

/** An answer's status and body. */
export async function ask(app: Hono, method: string, path: string, body?: string) {
  const response = await app.request(path, { method, ...(body !== undefined && { body }) });
  return { status: response.status, body: (await response.json()) as Body };
}

/** The answer key of every batch of a generator. */
export async function keysOf({ app }: GradedService, generator: 'driver' | 'company'): Promise<Body[]> {
  const { body } = await ask(app, 'GET', `/api/batches?generator=${generator}`);
  const keys: Body[] = [];
  for (const { batch_id } of body.batches) {
    const { body: answer } = await ask(app, 'GET', `/api/batches/${generator}/${batch_id}/issues?limit=1000`);
    keys.push(...answer.issues);
  }
  return keys;
}

/** Reports the silver stage of every batch of a generator done. */
export async function finishAll(
  { app }: GradedService,
  generator: 'driver' | 'company',
  pipeline = 'default',
) {
  const { body } = await ask(app, 'GET', `/api/batches?generator=${generator}`);
  for (const { batch_id } of body.batches) {
    const report = JSON.stringify({ pipeline, stage: 'silver', status: 'done' });
    await ask(app, 'POST', `/api/batches/${generator}/${batch_id}/stages`, report);
  }
}

export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
