import { createHash } from 'node:crypto';
import type { Settings } from '../src/config/settings.ts';
import { DEFECT_KINDS, type DefectKind, type Quality } from '../src/defects/kinds.ts';
import { boot } from '../src/engine/boot.ts';
import type { Engine } from '../src/engine/engine.ts';
import { prepareFolder } from '../src/engine/folder.ts';
import { Bus } from '../src/events/bus.ts';
import type { BatchGenerated, Fact } from '../src/events/facts.ts';
import { Ledger } from '../src/ledger/ledger.ts';
import type { BatchRow } from '../src/ledger/rows.ts';
import { gaps } from '../src/ledger/schema.ts';
import type { LogEntry } from '../src/log/entry.ts';
import { Log } from '../src/log/log.ts';
import { Ring } from '../src/log/ring.ts';
import type { BatchPlan, Generator } from '../src/plan/batch.ts';
import type { PressJob } from '../src/press/job.ts';
import type { Disk } from '../src/publish/disk.ts';
import { Layout } from '../src/publish/layout.ts';
import { InlinePress } from './fakes/inline_press.ts';
import { MemoryDisk } from './fakes/memory_disk.ts';
import { Life, mortalClock, mortalDisk, mortalLedger } from './fakes/mortal.ts';
import { SimulatedClock } from './fakes/simulated_clock.ts';

/** `at('12:00:10')`: that time of the day on which every test plays, in epoch ms. */
export function at(time: string): number {
  const ms = Date.parse(`2025-11-09T${time}Z`);
  if (Number.isNaN(ms)) throw new Error(`no time of day: ${time}`);
  return ms;
}

/** Clean data; with a rate, defects of the default weights. */
export function quality(change: Partial<Quality> = {}): Quality {
  const weights = DEFECT_KINDS.map(({ kind, weight }) => [kind, weight]);
  return {
    rate: 0,
    inDriverEvents: true,
    inCompanies: true,
    weights: Object.fromEntries(weights) as Record<DefectKind, number>,
    ...change,
  };
}

/** Emulated mode as the quickstart has it: a batch of each generator every 10 s. */
export function emulated(change: Partial<Settings> = {}): Settings {
  return {
    mode: 'emulated',
    seed: 42,
    intervalMs: { company: 10_000, driver: 10_000 },
    missedIntervals: 'skip',
    sizing: {
      companiesPerBatch: 10,
      driversPerCompany: 10,
      eventCount: { kind: 'uniform', min: 5, max: 20 },
      geographyWeights: { US: 0.4, EU: 0.3, SA: 0.2, AUS: 0.1 },
      activeRatio: 0.95,
    },
    quality: quality(),
    logInjectedIssues: false,
    ...change,
  };
}

/** Production mode as the quickstart has it: companies every hour, events every 15 minutes. */
export function production(change: Partial<Settings> = {}): Settings {
  const { sizing, ...rest } = emulated();
  return {
    ...rest,
    mode: 'production',
    intervalMs: { company: 3_600_000, driver: 900_000 },
    sizing: { ...sizing, companiesPerBatch: 100, eventCount: { kind: 'poisson', ratePerDriver: 3.5 } },
    ...change,
  };
}

/** A driver batch's plan; `generator: 'company'` for a company's. */
export function batchPlan(change: Partial<BatchPlan> = {}): BatchPlan {
  const generator = change.generator ?? 'driver';
  return {
    generator,
    number: 1,
    mode: 'emulated',
    interval: { startMs: at('12:00:00'), endMs: at('12:00:10') },
    seed: 42,
    poolFrom: generator === 'driver' ? 1 : null,
    poolTo: generator === 'driver' ? 1 : null,
    ...change,
  };
}

/** A company batch of ten, unless the plan says otherwise. */
export function pressJob(change: Partial<PressJob> = {}): PressJob {
  return {
    plan: batchPlan({ generator: 'company' }),
    sizing: emulated().sizing,
    quality: quality(),
    companies: { count: 0, ids: new Uint32Array(), homeLat: new Int32Array(), homeLon: new Int32Array() },
    ...change,
  };
}

/** What outlives a process: the clock on the wall, the disk, and the ledger on it. */
export type Machine = {
  readonly clock: SimulatedClock;
  readonly disk: MemoryDisk;
  readonly layout: Layout;
  readonly ledger: Ledger;
};

/** A machine with an empty data folder, three seconds past noon. */
export function machine({ atMs = at('12:00:03'), disk = new MemoryDisk() } = {}): Machine {
  return {
    clock: new SimulatedClock(atMs),
    disk,
    layout: new Layout('/data'),
    ledger: new Ledger(':memory:'),
  };
}

export type ServiceOptions = {
  readonly settings?: Settings;
  readonly life?: Life;
  readonly drawSeed?: () => number;
  /** Of how many batches a start looks at each. */
  readonly bound?: number;
};

/** A batch that was published, and the time on the wall when the bus told of it. */
export type Heard = BatchGenerated & { readonly heardMs: number };

/** A process on a machine. */
export type Service = {
  readonly engine: Engine;
  readonly press: InlinePress;
  readonly bus: Bus;
  /** Facts of the bus in order. */
  readonly facts: Fact[];
  /** Facts of published batches in order. */
  readonly batches: Heard[];
  readonly life: Life;
  /** Messages of a level and above that are in the log. */
  log(level?: LogEntry['level']): string[];
  /** Stops the process as SIGTERM does. */
  stop(): Promise<void>;
  /** Ends the process as SIGKILL does. */
  kill(): void;
};

let runs = 0;

/** Starts the service on a machine; it works as the machine's clock moves on. */
export function start(
  { clock, disk, layout, ledger }: Machine,
  { settings = emulated(), life = new Life(), drawSeed = () => 7000, bound }: ServiceOptions = {},
): Service {
  const ring = new Ring(10_000);
  const bus = new Bus();
  const facts: Fact[] = [];
  const batches: Heard[] = [];
  bus.subscribe((fact) => {
    facts.push(fact);
    if (fact.event === 'batch_generated') batches.push({ ...fact, heardMs: clock.nowMs });
  });
  const ownDisk = mortalDisk(disk, life);
  const press = new InlinePress(ownDisk, layout);
  prepareFolder(ownDisk, layout);
  const runId = `run-${++runs}`;
  const engine = boot(
    {
      clock: mortalClock(clock, life),
      disk: ownDisk,
      layout,
      ledger: mortalLedger(ledger, life),
      press,
      bus,
      log: new Log(() => clock.nowMs, [ring]).logger('engine'),
      settings,
      runId,
      drawSeed,
    },
    '0.0.0',
    bound === undefined ? {} : { bound },
  );
  const ended = engine.run();
  return {
    engine,
    press,
    bus,
    facts,
    batches,
    life,
    log: (level) =>
      ring
        .entries()
        .map(({ entry }) => entry)
        .filter((entry) => level === undefined || entry.level === level)
        .map(({ message }) => message),
    stop: async () => {
      engine.stop();
      await ended;
      ledger.endRun(runId, clock.nowMs);
    },
    kill: () => life.kill(),
  };
}

/** What a reader finds in `raw/`: names of driver batches, and the companies file's text (null: no file). */
export function visible({ disk, layout }: Machine): { batches: string[]; companies: string | null } {
  const found = disk.stat(layout.companies);
  return {
    batches: disk.list(layout.events),
    companies: found === null ? null : textAt(disk, layout.companies),
  };
}

/** Everything in `staging/`, as `<generator>/<batch_id>`. */
export function staged({ disk, layout }: Machine): string[] {
  return (['company', 'driver'] as const).flatMap((generator) =>
    disk.list(layout.staging(generator)).map((name) => `${generator}/${name}`),
  );
}

/** The batches of the open dataset that readers should see, in order of their numbers. */
export function published({ ledger }: Machine, generator: Generator): BatchRow[] {
  const dataset = ledger.openDataset();
  return dataset === null
    ? []
    : ledger
        .published(dataset.id)
        .filter((row) => row.generator === generator)
        .sort((a, b) => a.number - b.number);
}

/** The gaps of a generator, as `12:00:10–12:00:30 2 paused`. */
export function gapsOf({ ledger }: Machine, generator: Generator): string[] {
  return ledger.connection
    .select()
    .from(gaps)
    .all()
    .filter((gap) => gap.generator === generator)
    .map(({ from, to, count, reason }) => `${time(from)}–${time(to)} ${count} ${reason}`);
}

/** `12:00:10`: the time of day, in UTC. */
export function time(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}

/** `12:00:00–12:00:10` of each batch. */
export function intervals(rows: readonly BatchRow[]): string[] {
  return rows.map((row) => `${time(row.intervalStart)}–${time(row.intervalEnd)}`);
}

export function bytesAt(disk: Disk, path: string): Uint8Array {
  return disk.read(path, 0, disk.stat(path)?.size ?? 0);
}

export function textAt(disk: Disk, path: string): string {
  return new TextDecoder().decode(bytesAt(disk, path));
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of a file by looking at it
export function jsonAt(disk: Disk, path: string): any {
  return JSON.parse(textAt(disk, path));
}

/** Writes a file as a person would, who knows nothing of the service. */
export function put(disk: Disk, path: string, text: string): void {
  const file = disk.create(path);
  file.write(new TextEncoder().encode(text));
  file.close();
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
