import type { Bus } from '../events/bus.ts';
import type { BackfillRow, DatasetRow } from '../ledger/rows.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import { Walk } from '../plan/walk.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import { Publisher } from '../publish/publisher.ts';
import { nextTurn } from '../publish/turns.ts';
import { type Group, recoveredGroups, stepsOfGroup } from './backfill_group.ts';
import { nowMsOf } from './clock.ts';
import { GroupPress, type GroupPressDeps } from './group_press.ts';
import { type Pending, pendingOf } from './pending.ts';
import { type PublishedFact, publishBatches } from './publication.ts';
import { projectSummary } from './summary.ts';
import { Tracks } from './tracks.ts';

/** So many groups are under way at least: one is published, one is made, and of one the companies are made. */
const FEWEST_GROUPS = 3;
/** And so many batches for each of the press's workers, for a group may be a single batch of millions. */
const BATCHES_A_WORKER = 2;
/** The files that tell of the ledger are brought up to date so often. */
const PROJECT_MS = 5000;

export type BackfillDeps = GroupPressDeps & { readonly bus: Bus; readonly runId: string };

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
  readonly #groupPress: GroupPress;
  readonly #groups: Group[];
  /** Null until what an earlier process had planned is published. */
  #walk: Walk | null = null;
  /** Whether the next group is the first of a walk. */
  #isOpening = true;
  #companyBytes: number;
  #progress: BackfillProgress;
  #projectedMs = 0;

  constructor(deps: BackfillDeps, dataset: DatasetRow, row: BackfillRow, recovered: readonly Pending[]) {
    this.row = row;
    this.#deps = deps;
    this.#dataset = dataset;
    this.#publisher = new Publisher(deps.disk, deps.layout);
    this.#groupPress = new GroupPress(deps, dataset.id);
    this.#groups = recoveredGroups(recovered);
    this.#companyBytes = this.#groupPress.companyBytes;
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
    while (!isStopped() && this.#hasRoom()) {
      const group = this.#nextGroup(untilMs);
      if (group === null) break;
      this.#groups.push(group);
    }
    // What was recovered is made one group after the other: its companies may be retired since, and are found by the ledger.
    const ready = this.#walk === null ? 1 : this.#groups.length;
    let before = Promise.resolve();
    for (const group of this.#groups.slice(0, ready)) {
      group.making ??= this.#groupPress.make(group, before);
      before = group.making.companies;
    }
  }

  #hasRoom(): boolean {
    const batches = this.#groups.reduce((sum, { pending }) => sum + pending.length, 0);
    return this.#groups.length < FEWEST_GROUPS || batches < BATCHES_A_WORKER * this.#deps.press.workers;
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
    const rows = this.#planned(() => ledger.planGroup(plans, skipped, nowMs));
    const pending = batches.map(({ plan, cause }, i) =>
      pendingOf({ plan, cause, settings, row: rows[i]!, recovered: false, backfilled: true }),
    );
    const isKept = this.#isOpening;
    this.#isOpening = false;
    return { pending, isKept, making: null };
  }

  /** Where a plan cannot be written, the walk has gone too far: another begins once what is under way is published. */
  #planned(plan: () => number[]): number[] {
    try {
      return plan();
    } catch (error) {
      this.#walk = null;
      this.#isOpening = true;
      throw error;
    }
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
      poolAt: (atMs) => this.#groupPress.poolAt(atMs),
    });
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
    const { bus } = this.#deps;
    const published = this.#published(group);
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

  #published(group: Group): PublishedFact[] {
    const { clock, ledger } = this.#deps;
    const deps = { clock, ledger, publisher: this.#publisher };
    try {
      return publishBatches(deps, group.pending, this.#companyBytes);
    } catch (error) {
      // What somebody has deleted from staging is made again.
      for (const pending of group.pending) {
        if (pending.revealed !== null || this.#publisher.isStaged(pending.plan)) continue;
        pending.state = 'unstaged';
        group.making = null;
      }
      throw error;
    }
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
    this.#groupPress.forget();
    this.#companyBytes = this.#groupPress.companyBytes;
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
    return nowMsOf(this.#deps.clock);
  }
}

/** Whether a group is published whatever is asked: a reader may see a part of it, or gaps count on it. */
function mustBeFinished(group: Group | undefined): boolean {
  return group !== undefined && (group.isKept || group.pending.some(({ attempted }) => attempted));
}
