import type { Settings } from '../config/settings.ts';
import type { Bus } from '../events/bus.ts';
import type { DatasetRow } from '../ledger/rows.ts';
import type { Logger } from '../log/log.ts';
import type { Generator, Mode } from '../plan/batch.ts';
import { nextStep, type Step } from '../plan/schedule.ts';
import type { Press } from '../press/port.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import { Publisher } from '../publish/publisher.ts';
import { cleaned, kept, lifecycleChanged, logBatch } from './announcements.ts';
import type { Backfill } from './backfill.ts';
import { BaselineWatch } from './baseline_watch.ts';
import { cleanFolder, previewClean } from './clean_folder.ts';
import { type Clock, nowMsOf } from './clock.ts';
import {
  type Cleaned,
  CleanUnfinished,
  type EngineControl,
  type EngineStatus,
  PauseRequired,
} from './control.ts';
import { type Folder, mendFolder } from './folder.ts';
import { type LeftForLater, lookThroughOlder } from './older_batches.ts';
import { Outbox } from './outbox.ts';
import { Past } from './past.ts';
import { type Pending, pendingOf } from './pending.ts';
import { publishBatches } from './publication.ts';
import { PublishedCompanies } from './published_companies.ts';
import { Stager } from './stager.ts';
import { projectSummary } from './summary.ts';
import { Tracks } from './tracks.ts';
import { Trouble } from './trouble.ts';

export type EngineDeps = Folder & {
  readonly clock: Clock;
  readonly press: Press;
  readonly bus: Bus;
  readonly log: Logger;
  readonly settings: Settings;
  readonly runId: string;
  /** Draws the seed of a dataset where the config leaves it out. */
  readonly drawSeed: () => number;
};

/**
 * The one loop that decides. It asks the schedule what to do next, has it done, and sleeps until the next
 * boundary or until somebody wakes it; pause, resume, clean and stop change what it sees.
 */
export class Engine implements EngineControl {
  readonly #deps: EngineDeps;
  readonly #startedMs: number;
  readonly #publisher: Publisher;
  readonly #stager: Stager;
  readonly #tracks: Tracks;
  readonly #companies: PublishedCompanies;
  readonly #baseline: BaselineWatch;
  readonly #past: Past;
  readonly #trouble = new Trouble();
  /** Nothing is planned or published before the disk has taken what is in here. */
  readonly #outbox = new Outbox();
  readonly #later: LeftForLater | null;
  #dataset: DatasetRow;
  #paused: boolean;
  #sinceMs: number;
  #stopping = false;
  #wakeUp = new AbortController();
  /** Why intervals may have been missed when the next batch is published. */
  #absence: 'not_running' | 'paused' | 'stalled' = 'not_running';
  #stateSavedMs: number | null = null;
  /** What the clock read when the engine last looked. */
  #seenMs: number;

  /**
   * @param dataset the open one
   * @param recovered batches that an earlier process planned and that are still to be published
   * @param backfill what fills the past before anything is published live
   * @param later what a start has left to be looked at once the service is live
   */
  constructor(
    deps: EngineDeps,
    dataset: DatasetRow,
    recovered: readonly Pending[],
    missingFiles: readonly string[],
    backfill: Backfill | null,
    later: LeftForLater | null,
  ) {
    this.#later = later;
    this.#deps = deps;
    this.#past = new Past(deps, backfill);
    this.#dataset = dataset;
    this.#startedMs = this.#nowMs();
    this.#seenMs = this.#startedMs;
    this.#publisher = new Publisher(deps.disk, deps.layout);
    this.#stager = new Stager({
      ...deps,
      onChange: () => this.#wakeUp.abort(),
      onDropped: (pending) => {
        this.#outbox.add(() => this.#discard(pending));
        this.#wakeUp.abort();
      },
    });
    this.#tracks = new Tracks(deps.settings.intervalMs);
    this.#companies = new PublishedCompanies(deps.ledger, deps.settings.mode);
    this.#baseline = new BaselineWatch(missingFiles);
    const last = deps.ledger.lastPauseOrResume();
    this.#paused = last?.paused ?? false;
    this.#sinceMs = this.#paused ? last!.sinceMs : this.#startedMs;
    this.#companies.load(dataset.id);
    for (const pending of recovered) this.#tracks.planned(pending);
    this.#begin();
  }

  /** Publishes batches until somebody stops it. */
  async run(): Promise<void> {
    const looked = this.#lookThroughOlder();
    while (!this.#stopping) {
      this.#wakeUp = new AbortController();
      const untilMs = this.#past.isFilled || this.#paused ? this.#advance() : await this.#fillPast();
      await this.#deps.clock.sleepUntil(untilMs, this.#wakeUp.signal);
    }
    this.#dropPending();
    await this.#stager.idle();
    this.#tryToFlush();
    await looked;
  }

  async #lookThroughOlder(): Promise<void> {
    if (this.#later === null) return;
    try {
      await lookThroughOlder(this.#deps, this.#later, () => this.#stopping);
    } catch (error) {
      this.#deps.log.error(
        `Older batches are not looked at before the next start: ${(error as Error).message}`,
      );
    }
  }

  /** Asks `run` to return, which it does once nothing is being published or made. */
  stop(): void {
    this.#stopping = true;
    this.#past.halt();
    this.#wakeUp.abort();
  }

  status(): EngineStatus {
    const nextDueMs = (generator: Generator) =>
      this.#paused ? null : (this.#tracks.pending(generator)?.plan.interval.endMs ?? null);
    return {
      runId: this.#deps.runId,
      datasetId: this.#dataset.id,
      mode: this.#deps.settings.mode,
      startedMs: this.#startedMs,
      paused: this.#paused,
      shutdownRequested: this.#stopping,
      sinceMs: this.#sinceMs,
      atBaseline: this.#past.isFilled && !this.#tracks.awaitsBaseline,
      filledToMs: this.#past.filledToMs,
      nextDueMs: { company: nextDueMs('company'), driver: nextDueMs('driver') },
      problems: this.#trouble.problems,
      autoReinit: this.#baseline.last,
      stateSavedMs: this.#stateSavedMs,
    };
  }

  async pause(): Promise<{ changed: boolean }> {
    if (this.#paused) return { changed: false };
    this.#setPaused(true);
    // Without a fill, nothing may come between: what is being made is dropped before it is staged.
    if (!this.#past.isAtRest) await this.#past.atRest();
    this.#dropPending();
    this.#noteLifecycle('pause');
    this.#tryToFlush();
    this.#deps.log.info('Paused');
    return { changed: true };
  }

  async resume(): Promise<{ changed: boolean; baselineActions: readonly string[] }> {
    if (!this.#paused) return { changed: false, baselineActions: [] };
    if (!this.#past.isAtRest) await this.#past.atRest();
    this.#finishClean();
    // A clean may have closed the dataset and met an error before there was another.
    if (this.#deps.ledger.openDataset() === null) this.#enterDataset();
    this.#setPaused(false);
    this.#trouble.tryNow();
    this.#begin();
    this.#noteLifecycle('resume');
    this.#tryToFlush();
    this.#deps.log.info('Resumed');
    const baselineActions =
      this.#past.isFilled && this.#tracks.awaitsBaseline ? await this.#baseline.wait() : [];
    return { changed: true, baselineActions };
  }

  async clean(mode: Mode | null): Promise<Cleaned> {
    if (!this.#paused) throw new PauseRequired();
    await this.#stager.idle();
    if (!this.#past.isAtRest) await this.#past.atRest();
    if (mode !== null) await this.#stageBegun();
    // Somebody may have resumed meanwhile.
    if (!this.#paused) throw new PauseRequired();
    this.#past.end();
    this.#publishBegun({ halves: mode !== null });
    this.#dropPending();
    this.#outbox.flush();
    // A full clean takes with it whatever one by mode has left.
    if (mode !== null && this.#deps.ledger.unfinishedClean()?.mode !== mode) this.#finishClean();
    return this.#cleanFolder(mode);
  }

  previewClean(mode: Mode | null): Promise<Cleaned> {
    return previewClean(this.#deps, this.#dataset.id, mode);
  }

  /**
   * Takes every step that can be taken now.
   * @returns when to look again, in epoch ms; null: when woken
   */
  #advance(): number | null {
    const retryAtMs = this.#trouble.waitsUntil(this.#nowMs());
    if (retryAtMs !== null) return retryAtMs;
    try {
      if (this.#trouble.problems.length > 0) this.#mend();
      this.#outbox.flush();
      this.#publishBegun({ halves: !this.#paused });
      this.#lookAtClock();
      const untilMs = this.#paused || this.#stopping ? null : this.#takeSteps();
      this.#outbox.flush();
      // What failed to be staged is being tried again: whether that heals is not known yet.
      if (!this.#tracks.nextPending().some(({ hasFailed }) => hasFailed)) this.#heal();
      return untilMs;
    } catch (error) {
      return this.#fail(error);
    }
  }

  /**
   * Fills the past, and goes live once nothing is left of it.
   * @returns when to look again, in epoch ms
   */
  async #fillPast(): Promise<number | null> {
    const retryAtMs = this.#trouble.waitsUntil(this.#nowMs());
    if (retryAtMs !== null) return retryAtMs;
    try {
      if (this.#trouble.problems.length > 0) this.#mend();
      this.#outbox.flush();
      const filledToMs = await this.#past.fill(() => this.#heal());
      if (filledToMs !== null) this.#goLive(filledToMs);
      this.#heal();
      return this.#nowMs();
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** What ends while the last batches of the past are published is planned at the instant up to which that is filled: no gap. */
  #goLive(filledToMs: number): void {
    const filled = this.#past.end();
    this.#companies.load(this.#dataset.id);
    this.#absence = 'stalled';
    // All its workers but one are done for good; that one is opened again.
    this.#deps.press.close();
    this.#begin(filledToMs);
    this.#takeSteps(() => filledToMs);
    this.#stateSavedMs = this.#nowMs();
    const to = new Date(filledToMs).toISOString();
    this.#deps.log.info(`The past is filled to ${to}: ${filled}; going live`);
  }

  /** Where the clock was set back, a baseline that nobody has planned yet is another one. */
  #lookAtClock(): void {
    const nowMs = this.#nowMs();
    if (nowMs < this.#seenMs) this.#begin();
    this.#seenMs = nowMs;
  }

  #takeSteps(nowMs = () => this.#nowMs()): number | null {
    for (;;) {
      for (const pending of this.#tracks.decidablePending()) this.#tend(pending);
      const [company, driver] = [this.#tracks.track('company'), this.#tracks.track('driver')];
      const step = nextStep(company, driver, this.#deps.settings.missedIntervals, nowMs());
      if (step.kind === 'wait') return step.untilMs;
      this.#take(step);
    }
  }

  /**
   * An earlier try, or process, died on these batches: what readers can see whole is published even in a pause.
   * @param halves whether to finish what they see in part as well
   */
  #publishBegun({ halves }: { halves: boolean }): void {
    const begun = this.#tracks
      .nextPending()
      .filter((pending) => pending.state === 'staged' && this.#isBegun(pending))
      .filter(({ revealed }) => revealed !== null || halves);
    if (begun.length > 0) this.#publish(begun.map(({ plan }) => plan.generator));
  }

  /** Has what readers see in part staged even in a pause: a clean by mode finds whole batches alone. */
  async #stageBegun(): Promise<void> {
    for (const pending of this.#tracks.nextPending()) if (this.#isBegun(pending)) this.#tend(pending);
    await this.#stager.idle();
    // Where that failed, whoever asked is told.
    for (const pending of this.#tracks.nextPending()) if (pending.failure !== null) this.#tend(pending);
  }

  /** Whether readers can see a batch, or a part of it; only the ledger, or the rest, has yet to follow. */
  #isBegun({ revealed, attempted, plan }: Pending): boolean {
    if (plan.generator === 'driver') return revealed !== null;
    return attempted && this.#publisher.hasBegun(this.#companies.bytes);
  }

  #mayBeBegun(pending: Pending): boolean {
    try {
      return this.#isBegun(pending);
    } catch {
      return true;
    }
  }

  #take(step: Exclude<Step, { kind: 'wait' }>): void {
    if (step.kind === 'gap') this.#skip(step);
    else if (step.kind === 'plan') this.#plan(step);
    else this.#publish(step.generators);
  }

  /** Has a batch staged that is not, and passes on what its staging failed with. */
  #tend(pending: Pending): void {
    if (pending.failure !== null) {
      const { failure } = pending;
      pending.failure = null;
      throw failure;
    }
    if (pending.state === 'unstaged') {
      this.#stager.stage(pending, this.#companies.eligibleFor(pending.plan));
    }
  }

  #skip({ generator, fromMs, toMs, reason: why }: Extract<Step, { kind: 'gap' }>): void {
    const { ledger, settings, runId, log } = this.#deps;
    const count = (toMs - fromMs) / settings.intervalMs[generator];
    const reason = why === 'missed' ? this.#absence : why;
    const gap = { datasetId: this.#dataset.id, runId, generator, fromMs, toMs, count, reason };
    ledger.gap(gap, this.#nowMs());
    this.#tracks.skipped(generator, toMs);
    const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
    log.info(`Gap of ${count} ${generator} ${count === 1 ? 'interval' : 'intervals'}: ${reason}`, {
      generator,
      from,
      to,
    });
  }

  #plan({ generator, interval, cause }: Extract<Step, { kind: 'plan' }>): void {
    const { ledger, settings, runId } = this.#deps;
    if (generator === 'driver') this.#retireDeleted();
    const number = this.#tracks.nextNumber(generator);
    const { poolFrom, poolTo } =
      generator === 'company'
        ? { poolFrom: null, poolTo: null }
        : this.#companies.pool.eligibleAt(interval.startMs);
    const seed = this.#seed + number - 1;
    const plan = { generator, number, mode: settings.mode, interval, seed, poolFrom, poolTo };
    const row = ledger.plan({
      plan,
      cause,
      runId,
      datasetId: this.#dataset.id,
      generatorVersion: GENERATOR_VERSION,
      plannedMs: this.#nowMs(),
    });
    this.#tracks.planned(pendingOf({ plan, cause, settings, row, recovered: false }));
  }

  #publish(generators: readonly Generator[]): void {
    const due = generators.map((generator) => this.#tracks.pending(generator)!);
    const company = due.find(({ plan }) => plan.generator === 'company');
    if (company !== undefined && !this.#publisher.hasCompanies()) {
      // What an earlier try has appended is gone as well.
      company.revealed = null;
      this.#retireDeleted();
    }
    const deps = { ...this.#deps, publisher: this.#publisher };
    const published = publishBatches(deps, due, this.#companies.bytes);
    for (const { pending } of published) {
      this.#tracks.published(pending);
      if (pending.plan.generator === 'company') this.#companies.takeIn(pending);
    }
    this.#absence = 'stalled';
    for (const { pending, fact, id } of published) {
      const message = logBatch(this.#deps.log, pending.plan, fact, this.#deps.settings);
      if (pending.cause === 'baseline') this.#baseline.note(`${message} (${fact.batch_id})`);
      this.#deps.bus.tell(fact, id);
    }
    if (!this.#tracks.awaitsBaseline) this.#baseline.end(this.#nowMs());
    this.#outbox.add(() => this.#project());
  }

  /** Something has failed: makes again what a person has deleted and the service needs to go on. */
  #mend(): void {
    const { disk, layout, log } = this.#deps;
    const made = mendFolder(disk, layout);
    if (made.length > 0) log.warn(`Folders were deleted by hand and are made again: ${made.join(', ')}`);
    for (const pending of this.#tracks.nextPending()) {
      const isWaiting = pending.state === 'staged' && pending.revealed === null;
      if (isWaiting && !this.#publisher.isStaged(pending.plan)) pending.state = 'unstaged';
    }
  }

  /** If somebody has deleted `companies.jsonl`, whoever stood in it drives no more. */
  #retireDeleted(): void {
    if (this.#companies.bytes === 0 || this.#publisher.hasCompanies()) return;
    // A folder that is gone with all in it tells nothing of what a person wanted.
    this.#mend();
    // Recorded before the file begins anew: a crash must not leave one that is shorter than the ledger says.
    this.#companies.retire();
    this.#deps.log.warn(
      'raw/companies.jsonl was deleted by hand: its companies are retired, and it begins anew',
    );
  }

  #cleanFolder(mode: Mode | null): Cleaned {
    const { bus, log } = this.#deps;
    const fact = cleaned(mode, this.#nowMs());
    const { report, factId } = cleanFolder(this.#deps, this.#dataset.id, mode, kept(fact));
    const { items, errors } = report;
    if (factId === null) {
      log.error(`Clean: ${items.length} items deleted, ${errors.length} could not be`, { mode, errors });
      return report;
    }
    this.#enterDataset();
    this.#dropPending();
    bus.tell(fact, factId);
    log.info(`Cleaned: ${items.length} items deleted`, { mode });
    this.#outbox.add(() => this.#project());
    this.#tryToFlush();
    return report;
  }

  /** Works on the dataset that is open from now on: a new one where a clean has closed the last. */
  #enterDataset(): void {
    const { ledger, settings, drawSeed } = this.#deps;
    this.#dataset = ledger.openDataset() ?? ledger.beginDataset(settings.seed ?? drawSeed(), this.#nowMs());
    this.#companies.load(this.#dataset.id);
  }

  /** Finishes a clean that was cut by an error. */
  #finishClean(): void {
    const cut = this.#deps.ledger.unfinishedClean();
    if (cut === null) return;
    const { errors } = this.#cleanFolder(cut.mode);
    if (errors.length > 0) throw new CleanUnfinished(errors);
  }

  /** Throws away what no reader can see. */
  #dropPending(): void {
    for (const pending of this.#tracks.allPending()) {
      // What readers see is published, whatever is asked meanwhile; the rest of what they see in part follows on resume.
      if (this.#mayBeBegun(pending)) continue;
      pending.dropped = true;
      this.#tracks.drop(pending);
      this.#outbox.add(() => {
        this.#deps.ledger.dropPlans([pending.row]);
        this.#discard(pending);
      });
    }
    this.#baseline.end(this.#nowMs());
  }

  /** Throws away what was staged of a dropped batch, unless it is still being made or the same batch is planned again. */
  #discard({ plan, state }: Pending): void {
    const successor = this.#tracks.pending(plan.generator)?.plan;
    if (state === 'staging' || successor?.interval.startMs === plan.interval.startMs) return;
    this.#publisher.discard(plan);
  }

  /** Looks where the schedule goes on, after a start and after a pause. */
  #begin(nowMs = this.#nowMs()): void {
    this.#tracks.begin(this.#deps.ledger, this.#dataset.id, this.#deps.settings.mode, nowMs);
  }

  #setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#sinceMs = this.#nowMs();
    if (!paused) this.#absence = 'paused';
    if (paused) this.#past.halt();
    this.#wakeUp.abort();
  }

  #noteLifecycle(action: 'pause' | 'resume'): void {
    const fact = lifecycleChanged(action, this.#nowMs());
    this.#outbox.add(() => this.#deps.bus.tell(fact, this.#deps.ledger.recordLifecycle(action, kept(fact))));
    this.#outbox.add(() => this.#project());
  }

  /** A pause holds in memory until it can be written. */
  #tryToFlush(): void {
    try {
      this.#outbox.flush();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Brings the files that tell of the ledger up to date. */
  #project(): void {
    const { settings, runId } = this.#deps;
    const nowMs = this.#nowMs();
    const { intervalMs, mode } = settings;
    const facts = { dataset: this.#dataset, seed: this.#seed, runId, mode, intervalMs, paused: this.#paused };
    projectSummary(this.#deps, facts, nowMs);
    this.#stateSavedMs = nowMs;
  }

  /** @returns when to try again, in epoch ms */
  #fail(error: unknown): number | null {
    const problem = this.#trouble.meet(error, this.#nowMs());
    if (problem !== null) this.#deps.log.error(`Cannot publish: ${problem.message}`, { code: problem.code });
    this.#baseline.end(this.#nowMs());
    return this.#trouble.waitsUntil(this.#nowMs());
  }

  #heal(): void {
    const healed = this.#trouble.heal();
    if (healed !== null) this.#deps.log.info(`Recovered from: ${healed.message}`, { code: healed.code });
  }

  get #seed(): number {
    return this.#deps.settings.seed ?? this.#dataset.seed;
  }

  #nowMs(): number {
    return nowMsOf(this.#deps.clock);
  }
}
