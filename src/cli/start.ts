import { nanoid } from 'nanoid';
import { createApp } from '../api/app.ts';
import { serve } from '../api/serve.ts';
import { loadSettings } from '../config/load.ts';
import { problemLine } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { pageLoader } from '../dashboard/load_page.ts';
import { boot } from '../engine/boot.ts';
import { type Clock, nowMsOf } from '../engine/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { Bus } from '../events/bus.ts';
import { Feed } from '../events/feed.ts';
import { GradeWatch } from '../feedback/grade_watch.ts';
import { Grader } from '../feedback/grader.ts';
import { Feedback } from '../ledger/feedback.ts';
import { History } from '../ledger/history.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../log/log.ts';
import { openLog } from '../log/open_log.ts';
import type { Press } from '../press/port.ts';
import { readBytes } from '../publish/batch_bytes.ts';
import { readLines } from '../publish/batch_lines.ts';
import type { Disk } from '../publish/disk.ts';
import { Layout } from '../publish/layout.ts';
import { exposure } from './exposure.ts';
import type { Options } from './options.ts';
import { pastInstant } from './past_instant.ts';
import { stopByItself } from './stop_by_itself.ts';
import { takeFolder } from './take_folder.ts';
import { VERSION } from './version.ts';
import type { Writers } from './writers.ts';

/** The real things that the service works with. */
export type StartPorts = {
  readonly clock: Clock;
  readonly disk: Disk;
  /** @param workers how many batches are made at a time; null: one on each core */
  readonly openPress: (workers: number | null) => Press;
  readonly writers: Writers;
  readonly drawSeed: () => number;
  /** Calls back at each of these signals. */
  readonly onSignal: (signal: NodeJS.Signals, act: () => void) => void;
};

/**
 * `start`: publishes batches and answers requests until it is told to stop. Returns the exit code: 0 stopped, 2
 * a config that is not valid. Whatever else keeps it from starting is thrown.
 */
export async function start(options: Options, ports: StartPorts): Promise<0 | 2> {
  const loaded = loadSettings(options.config);
  if (!loaded.ok) {
    for (const problem of loaded.problems) ports.writers.err(problemLine(problem));
    return 2;
  }
  const { backfillFrom } = options;
  const fillFromMs = backfillFrom === null ? null : pastInstant(backfillFrom, nowMsOf(ports.clock));
  const obey = listenToSignals(ports.onSignal);
  const layout = new Layout(options.dataDir);
  const unlock = takeFolder(ports, layout);
  const ledger = new Ledger(layout.ledger);
  const press = ports.openPress(fillFromMs === null ? 1 : options.workers);
  try {
    await runService(options, loaded.settings, loaded.source, {
      ...ports,
      layout,
      ledger,
      press,
      obey,
      fillFromMs,
    });
    return 0;
  } finally {
    press.close();
    ledger.close();
    unlock();
  }
}

type Service = StartPorts & {
  readonly layout: Layout;
  readonly ledger: Ledger;
  readonly press: Press;
  readonly obey: Obey;
  readonly fillFromMs: number | null;
};

async function runService(
  options: Options,
  settings: Settings,
  source: string,
  service: Service,
): Promise<void> {
  const { clock, disk, layout, ledger, writers } = service;
  const {
    log,
    reader,
    feed: logFeed,
  } = openLog({
    nowMs: () => nowMsOf(clock),
    write: (line) => writers.out(line.trimEnd()),
    format: options.logFormat,
    folder: layout.logs,
  });
  const logger = log.logger('engine');
  logger.info(`Starting generator in ${settings.mode} mode`, { config: source, data: layout.root });
  logger.info(`Config: ${source}`);

  const bus = new Bus();
  const feedback = new Feedback(ledger.connection);
  feedback.dropCutSubmissions();
  const runId = nanoid();
  const engine = boot({ ...service, settings, bus, runId, log: logger }, VERSION.version, {
    fillFromMs: service.fillFromMs,
  });
  const history = new History(ledger.connection);
  const grader = new Grader({ disk, layout, ledger });
  const apiLog = log.logger('api');
  const gradeWatch = new GradeWatch({
    bus,
    feedback,
    grader,
    datasetId: () => engine.status().datasetId,
    nowMs: () => nowMsOf(clock),
    // A grade that waits keeps no process alive.
    schedule: (ms, act) => setTimeout(act, ms).unref(),
    log: apiLog,
  });
  const app = createApp({
    engine,
    settings,
    history,
    feed: new Feed(bus, (after, limit) => history.eventsAfter(after, limit)),
    logFeed,
    logs: reader,
    readLines: (row, offset, limit) => readLines(disk, layout.linesOf(row), offset, limit),
    readBytes: (row, offset, length) => readBytes(disk, layout.linesOf(row), offset, length),
    ledger,
    feedback,
    grader,
    gradeWatch,
    bus,
    servesIssues: options.servesIssues,
    diskSpace: () => disk.space(layout.root),
    loadPage: pageLoader(),
    access: options.access,
    version: VERSION,
    nowMs: () => nowMsOf(clock),
    log: apiLog,
  });
  const exposed = exposure(options);
  if (exposed !== null) logger.warn(exposed);
  const serving = serve(app.fetch, options.host, options.port, (message) => apiLog.warn(message));
  logger.info(`Listening on http://${options.host}:${serving.port}`);
  try {
    service.obey(engine, logger);
    stopByItself(engine, bus, options);
    await engine.run();
    logger.info('Stopped');
  } finally {
    ledger.endRun(runId, nowMsOf(clock));
    await serving.stop();
  }
}

/** Has an engine do what signals ask for, those included that came before it was there. */
type Obey = (engine: Engine, log: Logger) => void;

/** Takes signals from now on: by default they would end a process that is still starting. */
function listenToSignals(onSignal: StartPorts['onSignal']): Obey {
  const early: NodeJS.Signals[] = [];
  let act = (signal: NodeJS.Signals): void => {
    early.push(signal);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGUSR2'] as const)
    onSignal(signal, () => act(signal));
  return (engine, log) => {
    act = (signal) => {
      if (signal === 'SIGUSR1') void engine.pause();
      else if (signal === 'SIGUSR2') void engine.resume();
      else {
        log.info(`Stopping on ${signal}`);
        engine.stop();
      }
    };
    for (const signal of early) act(signal);
  };
}
