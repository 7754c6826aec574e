import type { Settings } from '../config/settings.ts';
import type { Bus } from '../events/bus.ts';
import type { BackfillRow, DatasetRow } from '../ledger/rows.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import { Walk } from '../plan/walk.ts';
import type { Press } from '../press/port.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import { Publisher } from '../publish/publisher.ts';
import { nextTurn } from '../publish/turns.ts';
import { type Group, recoveredGroups, stepsOfGroup } from './backfill_group.ts';
import type { Clock } from './clock.ts';
import type { Folder } from './folder.ts';
import { type Pending, pendingOf } from './pending.ts';
import { publishBatches } from './publication.ts';
import { PublishedCompanies } from './published_companies.ts';
import { projectSummary } from './summary.ts';
import { Tracks } from './tracks.ts';

/** So many groups are under way at a time: one is published, one is made, and of one the companies are made. */
const GROUPS_AT_A_TIME = 3;
/** The files that tell of the ledger are brought up to date so often. */
const PROJECT_MS = 5000;

export type BackfillDeps = Folder & {
  readonly clock: Clock;
  readonly press: Press;
  readonly bus: Bus;
  readonly settings: Settings;
  readonly runId: string;
};

/** What a backfill has published since this process began. */
export type BackfillProgress = {
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
  /** Up to where the past is filled, in epoch ms. */
  readonly atMs: number;
};

/**
 * Fills the past: the schedule of a live service on a simulated clock, as fast as press and disk allow. Batches are planned,
 * staged and published in groups, which share their transactions and their syncs; while one group is published, the next is made.
 */
export class Backfill {
  readonly row: BackfillRow;
  readonly #deps: BackfillDeps;
  readonly #dataset: DatasetRow;
  readonly #publisher: Publisher;
  /** Those of the groups that are made, too: who drives in a batch is found by the ends of intervals. */
  readonly #companies: PublishedCompanies;
  readonly #groups: Group[];
  /** Null until what an earlier process had planned is published. */
  #walk: Walk | null = null;
  /** Whether the next group is the first of a walk. */
  #isOpening = true;
  /** Number of the last company batch in the pool, or before it. */
  #pooledTo = 0;
  #companyBytes = 0;
  #progress: BackfillProgress;
  #projectedMs = 0;

  constructor(deps: BackfillDeps, dataset: DatasetRow, row: BackfillRow, recovered: readonly Pending[]) {
    this.row = row;
    this.#deps = deps;
    this.#dataset = dataset;
    this.#publisher = new Publisher(deps.disk, deps.layout);
    this.#companies = new PublishedCompanies(deps.ledger, deps.settings.mode);
    this.#groups = recoveredGroups(recovered);
    this.#load();
    this.#progress = { batches: 0, records: 0, bytes: 0, atMs: this.#settledMs() };
  }

  get progress(): BackfillProgress {
    return this.#progress;
  }

  /**
   * Publishes until nothing is left that has ended, or until somebody stops it, which happens between two groups. What fails
   * with an error goes on where it was cut when it is called again.
   *
   * @param onPublished is called after each group
   * @returns the instant up to which all is settled, in epoch ms; null if it was stopped before
   */
  async run(isStopped: () => boolean, onPublished: () => void = () => {}): Promise<number | null> {
    for (;;) {
      const untilMs = this.row.to ?? this.#nowMs();
      if (isStopped() && !mustBeFinished(this.#groups[0])) {
        await this.#drop();
        return null;
      }
      this.#makeReady(untilMs, isStopped);
      const [group] = this.#groups;
      if (group === undefined) {
        this.#project();
        return untilMs;
      }
      await this.#made(group);
      if (isStopped() && !mustBeFinished(group)) continue;
      // The press goes on while this thread waits for the disk.
      this.#makeReady(untilMs, isStopped);
      this.#publish(group);
      onPublished();
      await nextTurn();
    }
  }

  /** Records that nothing is left to fill. */
  end(): void {
    this.#deps.ledger.endBackfill(this.row.id, this.#nowMs());
  }

  /** Sees that so many groups are being made as can be. */
  #makeReady(untilMs: number, isStopped: () => boolean): void {
    while (this.#groups.length < GROUPS_AT_A_TIME && !isStopped()) {
      const group = this.#nextGroup(untilMs);
      if (group === null) break;
      this.#groups.push(group);
    }
    // What was recovered is made one group after the other: its companies may be retired since, and are found by the ledger.
    const ready = this.#walk === null ? 1 : GROUPS_AT_A_TIME;
    let before = Promise.resolve();
    for (const group of this.#groups.slice(0, ready)) {
      group.making ??= this.#make(group, before);
      before = group.making.companies;
    }
  }

  #nextGroup(untilMs: number): Group | null {
    if (this.#walk === null && this.#groups.length > 0) return null;
    const { ledger, settings, runId } = this.#deps;
    this.#walk ??= this.#newWalk();
    const steps = stepsOfGroup(this.#walk, untilMs, settings);
    if (steps.length === 0) return null;
    const nowMs = this.#nowMs();
    const given = { datasetId: this.#dataset.id, runId };
    const batches = steps.filter((step) => step.kind === 'batch');
    const plans = batches.map(({ plan, cause }) => ({
      ...given,
      plan,
      cause,
      generatorVersion: GENERATOR_VERSION,
      plannedMs: nowMs,
    }));
    const skipped = steps
      .filter((step) => step.kind === 'gap')
      .map(({ generator, fromMs, toMs, reason }) => ({
        ...given,
        generator,
        fromMs,
        toMs,
        count: (toMs - fromMs) / settings.intervalMs[generator],
        // A simulated clock never stalls.
        reason: reason === 'missed' ? ('not_running' as const) : reason,
      }));
    const rows = ledger.planGroup(plans, skipped, nowMs);
    const pending = batches.map(({ plan, cause }, i) =>
      pendingOf({ plan, cause, settings, row: rows[i]!, recovered: false, backfilled: true }),
    );
    const isKept = this.#isOpening;
    this.#isOpening = false;
    return { pending, isKept, making: null };
  }

  /** The schedule as a service would find it that was started when the simulated clock began. */
  #newWalk(): Walk {
    const { ledger, settings } = this.#deps;
    const { intervalMs, mode, missedIntervals } = settings;
    const tracks = new Tracks(intervalMs);
    tracks.begin(ledger, this.#dataset.id, mode, this.row.clock);
    const both = <T>(of: (generator: Generator) => T) => ({ company: of('company'), driver: of('driver') });
    return new Walk({
      tracks: both((generator) => tracks.track(generator)),
      nextNumbers: both((generator) => tracks.nextNumber(generator)),
      mode,
      seed: this.#seed,
      missedIntervals,
      nowMs: this.row.clock,
      poolAt: (atMs) => this.#companies.pool.eligibleAt(atMs),
    });
  }

  /** Has a group staged, its companies first; `before` resolves once those of the groups before are known. */
  #make(group: Group, before: Promise<void>): NonNullable<Group['making']> {
    const of = (generator: Generator) => group.pending.filter(({ plan }) => plan.generator === generator);
    const companies = Promise.all([before, this.#stageAll(of('company'))]).then(() =>
      this.#addToPool(of('company')),
    );
    const all = companies
      .then(() => this.#stageAll(of('driver')))
      .then(() => this.#recordStaged(group.pending));
    // Whoever waits for the group is told.
    companies.catch(() => {});
    all.catch(() => {});
    return { companies, all };
  }

  async #stageAll(batches: readonly Pending[]): Promise<void> {
    const unstaged = batches.filter(({ state }) => state !== 'staged');
    const outcomes = await Promise.allSettled(unstaged.map((pending) => this.#stage(pending)));
    const failed = outcomes.find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }

  async #stage(pending: Pending): Promise<void> {
    const { plan, settings } = pending;
    const { sizing, quality } = settings;
    const companies = this.#companies.eligibleFor(plan);
    const { pressed, generationMs } = await this.#deps.press.stage({ plan, sizing, quality, companies });
    Object.assign(pending, { content: pressed, generationMs, stagedMs: this.#nowMs(), state: 'staged' });
  }

  #addToPool(companies: readonly Pending[]): void {
    for (const { plan, content } of companies) {
      if (plan.number <= this.#pooledTo || plan.mode !== this.#deps.settings.mode) continue;
      this.#companies.pool.append(plan.number, plan.interval.endMs, content!.facts!);
      this.#pooledTo = plan.number;
    }
  }

  #recordStaged(batches: readonly Pending[]): void {
    const staged = batches
      .filter(({ revealed }) => revealed === null)
      .map(({ row, content, generationMs }) => ({
        row,
        staged: { ...content!, generationMs: generationMs! },
      }));
    if (staged.length > 0) this.#deps.ledger.stageGroup(staged);
  }

  /** Resolves once a group is staged. What has failed is tried anew by the next call. */
  async #made(group: Group): Promise<void> {
    try {
      await group.making!.all;
    } catch (error) {
      await this.#idle();
      throw error;
    }
  }

  /** Resolves once nothing is being made; what is not staged by then is begun anew. */
  async #idle(): Promise<void> {
    await Promise.allSettled(this.#groups.map(({ making }) => making?.all));
    for (const group of this.#groups) group.making = null;
  }

  #publish(group: Group): void {
    const { bus, clock, ledger } = this.#deps;
    const published = publishBatches(
      { clock, ledger, publisher: this.#publisher },
      group.pending,
      this.#companyBytes,
    );
    this.#groups.shift();
    let { batches, records, bytes, atMs } = this.#progress;
    for (const { pending, fact, id } of published) {
      const { content, revealed, plan } = pending;
      if (revealed!.fileOffset !== null) this.#companyBytes = revealed!.fileOffset + content!.bytes;
      batches += 1;
      records += content!.recordCount;
      bytes += content!.bytes;
      atMs = Math.max(atMs, plan.interval.endMs);
      bus.tell(fact, id);
    }
    this.#progress = { batches, records, bytes, atMs };
    if (this.#nowMs() - this.#projectedMs >= PROJECT_MS) this.#project();
  }

  /** Throws away what is planned and no reader can see. */
  async #drop(): Promise<void> {
    await this.#idle();
    const dropped = this.#groups.flatMap(({ pending }) => pending);
    this.#deps.ledger.dropPlans(dropped.map(({ row }) => row));
    for (const { plan } of dropped) this.#publisher.discard(plan);
    this.#groups.length = 0;
    this.#walk = null;
    this.#isOpening = true;
    this.#load();
  }

  #load(): void {
    const { ledger } = this.#deps;
    this.#companies.load(this.#dataset.id);
    this.#companyBytes = this.#companies.bytes;
    this.#pooledTo = ledger.position(this.#dataset.id, 'company').nextNumber - 1;
  }

  #project(): void {
    const { settings, runId } = this.#deps;
    const { mode, intervalMs } = settings;
    this.#projectedMs = this.#nowMs();
    const facts = { dataset: this.#dataset, seed: this.#seed, runId, mode, intervalMs, paused: false };
    projectSummary(this.#deps, facts, this.#projectedMs);
  }

  #settledMs(): number {
    const { ledger } = this.#deps;
    const ends = GENERATORS.map(
      (generator) => ledger.position(this.#dataset.id, generator).publishedToMs ?? 0,
    );
    return Math.max(this.row.from, ...ends);
  }

  get #seed(): number {
    return this.#deps.settings.seed ?? this.#dataset.seed;
  }

  #nowMs(): number {
    return Math.floor(this.#deps.clock.nowUs() / 1000);
  }
}

/** Whether a group is published whatever is asked: a reader may see a part of it, or gaps count on it. */
function mustBeFinished(group: Group | undefined): boolean {
  return group !== undefined && (group.isKept || group.pending.some(({ attempted }) => attempted));
}
