import type { Settings } from '../../src/config/settings.ts';
import { boot } from '../../src/engine/boot.ts';
import type { Clock } from '../../src/engine/clock.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { prepareFolder } from '../../src/engine/folder.ts';
import { Bus } from '../../src/events/bus.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { Log } from '../../src/log/log.ts';
import { Ring } from '../../src/log/ring.ts';
import { GENERATORS } from '../../src/plan/batch.ts';
import type { Disk } from '../../src/publish/disk.ts';
import { Layout } from '../../src/publish/layout.ts';
import { InlinePress } from '../fakes/inline_press.ts';
import { mortalClock, mortalDisk, mortalLedger } from '../fakes/mortal.ts';
import { settled } from '../fakes/simulated_clock.ts';
import { Dice } from './dice.ts';
import { DurableDisk } from './durable_disk.ts';
import { Fate } from './fate.ts';
import { faultyLedger } from './faulty_ledger.ts';
import { copyOf, type LedgerCopy, restore } from './older_ledger.ts';
import { Reader } from './reader.ts';
import { StallingClock, UNAWARE_MS } from './stalling_clock.ts';
import { Telling } from './told.ts';
import { Violation } from './violation.ts';
import { Weather } from './weather.ts';

/** What a process sees of the machine. */
export type Ports = {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly ledger: Ledger;
  readonly layout: Layout;
};

/** A service that is wrong on purpose: what it would see of the machine, made worse. */
export type Mutation = (ports: Ports) => Ports;

/** A process that runs. */
export type Process = {
  readonly engine: Engine;
  readonly press: InlinePress;
  readonly fate: Fate;
  readonly runId: string;
  /** Resolves when the engine's loop has returned. */
  readonly ended: Promise<void>;
  readonly log: Ring;
};

/** A machine, what runs on it, whoever looks at it, and what they know. */
export class World {
  readonly dice: Dice;
  readonly clock: StallingClock;
  readonly disk: DurableDisk;
  readonly ledger = new Ledger(':memory:');
  readonly telling = new Telling(this.ledger);
  readonly layout = new Layout('/data');
  readonly weather: Weather;
  readonly reader: Reader;
  readonly #mutation: Mutation;
  settings: Settings;
  process: Process | null = null;
  /** The highest that the clock has ever read. */
  highestMs: number;
  /** Whether somebody has paused the service for sure; null where a crash or fault leaves it open. */
  paused: boolean | null = false;
  /** For so long, in ms, the process may not know that the clock was set. */
  unawareMs = 0;
  /** A person is deleting files right now. */
  #byHand = false;
  /** Ids of rows whose files a person has deleted. */
  readonly deletedByHand = new Set<number>();
  /** A copy of the ledger that batches alone were added to since; null where that cannot be said. */
  #backup: LedgerCopy | null = null;
  /** A clean could not delete these and said so. */
  readonly leftByClean = new Set<string>();
  /** What the loop of a living process has ended with. */
  failure: unknown = null;
  crashes = 0;
  powerLosses = 0;
  starts = 0;

  constructor(
    seed: number,
    settings: (dice: Dice) => Settings,
    startMs: number,
    mutation: Mutation = (ports) => ports,
  ) {
    this.dice = new Dice(seed);
    this.clock = new StallingClock(startMs);
    this.highestMs = startMs;
    this.disk = new DurableDisk(this.dice);
    this.weather = new Weather(this.dice);
    this.#mutation = mutation;
    this.settings = settings(this.dice);
    this.reader = new Reader(this.disk, this.layout, () => this.#circumstances(), this.telling);
    // The data folder is somebody's, and older than the service.
    this.disk.makeFolder(this.layout.root);
    this.disk.sync('/');
    this.disk.watch = {
      before: (call, path) => this.weather.endure(call, path),
      changed: (path) => this.reader.changed(path),
    };
  }

  /** Whether nothing stands in the service's way and nothing is open: what it promises at rest must hold. */
  get isAtRest(): boolean {
    const { process } = this;
    return (
      process?.fate.isAlive === true && this.weather.isFair && process.engine.status().problems.length === 0
    );
  }

  /** How far behind the clock the open dataset is, in ms. */
  get behindMs(): number {
    const ends = this.#settledTo();
    return ends.length === 0 ? 0 : Math.max(0, this.clock.nowMs - Math.min(...ends));
  }

  /** The end of what is settled or planned, or now, whichever is later. */
  get settledMs(): number {
    const planned = this.ledger.planned().map(({ intervalEnd }) => intervalEnd);
    return Math.max(this.clock.nowMs, ...this.#settledTo(), ...planned);
  }

  /**
   * Starts a process, which may die while it starts.
   * @param changesToCome after so many changes of disk and ledger it dies
   * @returns what kept it from starting, in words; null if it runs
   */
  async start(changesToCome = Number.POSITIVE_INFINITY): Promise<string | null> {
    const fate = new Fate();
    this.unawareMs = 0;
    fate.changesToCome = changesToCome;
    const ports = this.#mutation({
      clock: mortalClock(this.clock, fate),
      disk: mortalDisk(this.disk, fate),
      ledger: mortalLedger(faultyLedger(this.ledger, this.layout.ledger, this.weather, fate), fate),
      layout: this.layout,
    });
    const log = new Ring(1000);
    const press = new InlinePress(ports.disk, this.layout);
    const runId = `run-${++this.starts}`;
    let engine: Engine;
    try {
      prepareFolder(ports.disk, this.layout);
      engine = boot(
        {
          ...ports,
          press,
          bus: new Bus(),
          log: new Log(() => this.clock.nowMs, [log]).logger('engine'),
          settings: this.settings,
          runId,
          drawSeed: () => this.dice.int(1, 1_000_000),
        },
        '0.0.0',
      );
    } catch (error) {
      if (!fate.isAlive) {
        this.#lose();
        return 'died while it started';
      }
      if (!this.weather.isFair) return `exit 1: ${(error as Error).message}`;
      throw new Violation('a start succeeds on any folder that a disk without faults holds', String(error));
    }
    if (this.paused !== null && engine.status().paused !== this.paused) {
      const what = `paused was ${this.paused} and is ${engine.status().paused}`;
      throw new Violation('a pause and a resume survive a restart', what);
    }
    this.paused = engine.status().paused;
    const ended = engine.run().catch((error) => {
      if (fate.isAlive) this.failure = error;
    });
    this.process = { engine, press, fate, runId, ended, log };
    await settled();
    return null;
  }

  /** Ends the process where it stands. The dead touch nothing; with the power, what was not durable may go too. */
  kill(): void {
    this.process?.fate.kill();
    this.#lose();
  }

  /** If the process has died by itself, it is buried. */
  bury(): boolean {
    if (this.process === null || this.process.fate.isAlive) return false;
    this.#lose();
    return true;
  }

  /** Lets time pass, in ms of the wall clock, but no longer than the process lives. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.clock.nowMs + ms;
    while (this.clock.nowMs < untilMs) {
      const nextMs = this.process === null ? untilMs : Math.min(untilMs, this.nextBoundaryMs());
      this.unawareMs = Math.max(0, this.unawareMs - (nextMs - this.clock.nowMs));
      await this.clock.runUntil(nextMs);
      await settled();
      this.noteTime();
      if (this.process !== null && !this.process.fate.isAlive) return;
    }
    await settled();
  }

  /** Sets the clock: a person does, or NTP, or a machine that was suspended. */
  async stepTo(atMs: number): Promise<void> {
    this.unawareMs = UNAWARE_MS;
    await this.clock.stepTo(atMs);
    this.noteTime();
  }

  /** Has the process stand still until an instant, and then go on. */
  async stallTo(atMs: number): Promise<void> {
    await this.clock.stallTo(atMs);
    await settled();
    this.noteTime();
  }

  noteTime(): void {
    this.highestMs = Math.max(this.highestMs, this.clock.nowMs);
  }

  /** The next end of an interval. */
  nextBoundaryMs(): number {
    const { nowMs } = this.clock;
    const next = (intervalMs: number) => (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
    return Math.min(next(this.settings.intervalMs.company), next(this.settings.intervalMs.driver));
  }

  /** A person copies the ledger. */
  backUp(): void {
    const { cleaning, batches } = this.telling.told();
    // A copy that does not know of what a person has deleted is no copy of what there is.
    const isTrue = batches.every(({ id, state }) => state !== 'published' || !this.deletedByHand.has(id));
    this.#backup = cleaning === null && isTrue ? copyOf(this.ledger) : null;
  }

  /** What happens now cannot be found out again from the folder and an older ledger. */
  spoilBackup(): void {
    this.#backup = null;
  }

  /** A person puts the copy in the place of the ledger, if nothing but batches came since. Returns whether. */
  restoreBackup(): boolean {
    const size = this.disk.observe(this.layout.companies)?.bytes.length ?? 0;
    // Of a batch that was half appended nothing but the newer ledger knows.
    if (this.#backup === null || size !== this.telling.companyBytes) return false;
    restore(this.ledger, this.#backup);
    this.#backup = null;
    this.paused = null;
    return true;
  }

  /** Has a person delete what stands at the paths, durably: they come back no more. */
  deleteByHand(paths: readonly string[]): void {
    this.spoilBackup();
    this.#byHand = true;
    const { watch } = this.disk;
    this.disk.watch = { ...watch, before: () => {} };
    for (const path of paths) this.disk.remove(path);
    this.disk.sync(this.layout.events);
    this.disk.sync(this.layout.raw);
    this.disk.watch = watch;
    this.#byHand = false;
  }

  /** Has a person write a file, durably. */
  writeByHand(path: string, bytes: Uint8Array): void {
    this.#byHand = true;
    const file = this.disk.create(path);
    file.write(bytes);
    file.sync();
    this.#byHand = false;
  }

  #lose(): void {
    this.crashes += 1;
    this.process = null;
    if (!this.dice.chance(0.6)) return;
    this.powerLosses += 1;
    this.disk.crash();
    this.reader.afterPowerLoss(this.#promised());
  }

  /** Batches that the ledger says a reader can see. */
  #promised(): ReadonlySet<string> {
    const dataset = this.ledger.openDataset();
    if (dataset === null || this.ledger.unfinishedClean() !== null) return new Set();
    const rows = this.ledger.published(dataset.id);
    return new Set(
      rows.flatMap(({ id, generator, batchId }) =>
        generator === 'driver' && !this.deletedByHand.has(id) ? [batchId] : [],
      ),
    );
  }

  #circumstances() {
    this.noteTime();
    return {
      paused: this.process?.engine.status().paused ?? this.paused ?? false,
      highestMs: this.highestMs,
      deleting: this.#byHand || this.telling.cleaning !== null,
    };
  }

  #settledTo(): number[] {
    const dataset = this.ledger.openDataset();
    if (dataset === null) return [];
    return GENERATORS.flatMap((generator) => this.ledger.position(dataset.id, generator).settledToMs ?? []);
  }
}
