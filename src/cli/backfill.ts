import { nanoid } from 'nanoid';
import { loadSettings } from '../config/load.ts';
import { problemLine } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import type { Backfill } from '../engine/backfill.ts';
import type { Span } from '../engine/backfill_span.ts';
import { bootBackfill } from '../engine/boot.ts';
import { nowMsOf } from '../engine/clock.ts';
import { Bus } from '../events/bus.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../log/log.ts';
import { openLog } from '../log/open_log.ts';
import { Layout } from '../publish/layout.ts';
import { backfillText } from './backfill_text.ts';
import { type Options, UsageError } from './options.ts';
import { pastInstant } from './past_instant.ts';
import { ProgressLine, type ProgressPort } from './progress_line.ts';
import type { StartPorts } from './start.ts';
import { takeFolder } from './take_folder.ts';
import { VERSION } from './version.ts';

const TICK_MS = 1000;

export type BackfillPorts = StartPorts & { readonly progress: ProgressPort };

/**
 * `backfill --from T --to T`: makes what a service would have made in that span, as fast as it can. Returns the exit code: 0 done, 1
 * stopped by a signal before it was done, 2 a config that is not valid.
 *
 * @throws {UsageError}, {BackfillRefused}, {FolderInUse}; an error that says how far it came
 */
export async function backfill(
  operands: readonly string[],
  options: Options,
  ports: BackfillPorts,
): Promise<0 | 1 | 2> {
  if (operands.length > 0) throw new UsageError(`backfill takes no operand, got ${operands.join(' ')}`);
  const span = spanOf(options, nowMsOf(ports.clock));
  const loaded = loadSettings(options.config);
  if (!loaded.ok) {
    for (const problem of loaded.problems) ports.writers.err(problemLine(problem));
    return 2;
  }
  const layout = new Layout(options.dataDir);
  const unlock = takeFolder(ports, layout);
  const ledger = new Ledger(layout.ledger);
  const press = ports.openPress(options.workers);
  const { log } = openLog({
    nowMs: () => nowMsOf(ports.clock),
    write: (line) => ports.writers.out(line.trimEnd()),
    format: options.logFormat,
    folder: layout.logs,
  });
  const runId = nanoid();
  try {
    const { settings } = loaded;
    const logger = log.logger('engine');
    const deps = { ...ports, layout, ledger, press, bus: new Bus(), settings, runId, log: logger };
    const code = await fill(bootBackfill(deps, VERSION.version, span), settings, ports, logger);
    ledger.endRun(runId, nowMsOf(ports.clock));
    return code;
  } finally {
    press.close();
    ledger.close();
    unlock();
  }
}

async function fill(
  filling: Backfill,
  settings: Settings,
  ports: BackfillPorts,
  log: Logger,
): Promise<0 | 1> {
  const { row, progress: start } = filling;
  const [fromMs, toMs] = [row.from, row.to!];
  log.info(`Filling ${iso(fromMs)} to ${iso(toMs)} in ${settings.mode} mode`);
  if (start.atMs > fromMs) log.info(`Going on at ${iso(start.atMs)}, where an earlier process was cut`);

  let stopped: NodeJS.Signals | null = null;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    ports.onSignal(signal, () => {
      stopped = signal;
    });
  }
  const line = new ProgressLine(ports.progress);
  const show = () => {
    const { progress } = filling;
    const part = (ms: number) => (toMs === fromMs ? 1 : ms / (toMs - fromMs));
    const fraction = { done: part(progress.atMs - fromMs), own: part(progress.atMs - start.atMs) };
    line.show(fraction.done, (seconds) => backfillText(progress, fraction, seconds));
  };
  const startedMs = performance.now();
  const doneMs = await finished(filling, () => stopped !== null, show, line);
  const seconds = (performance.now() - startedMs) / 1000;
  const { batches, records, bytes, atMs } = filling.progress;
  const made = `${batches} batches, ${records} records, ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`;
  if (doneMs === null) {
    log.warn(`Stopped on ${stopped} at ${iso(atMs)}: ${made}; the same command goes on`);
    return 1;
  }
  filling.end();
  log.info(`Filled to ${iso(toMs)}: ${made}`);
  return 0;
}

async function finished(
  filling: Backfill,
  isStopped: () => boolean,
  show: () => void,
  line: ProgressLine,
): Promise<number | null> {
  // A single batch may take longer than people wait for a sign.
  const ticking = setInterval(show, TICK_MS);
  try {
    return await filling.run(isStopped, show);
  } catch (error) {
    const { message } = error as Error;
    const at = iso(filling.progress.atMs);
    throw new Error(`the backfill stopped at ${at}: ${message}; mend that, and the same command goes on`, {
      cause: error,
    });
  } finally {
    clearInterval(ticking);
    line.clear();
  }
}

function spanOf({ from, to }: Options, atMs: number): Span {
  if (from === null || to === null) {
    throw new UsageError('backfill takes --from and --to, such as --from now-7d --to now');
  }
  const [fromMs, toMs] = [pastInstant(from, atMs), pastInstant(to, atMs)];
  if (fromMs < toMs) return { fromMs, toMs, asked: `${from.text} ${to.text}` };
  throw new UsageError(`--from must be before --to, got ${from.text} and ${to.text}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
