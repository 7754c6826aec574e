import type { Settings } from '../config/settings.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import type { PoolRange } from '../plan/walk.ts';
import type { Press } from '../press/port.ts';
import { syncNames } from '../press/stage.ts';
import type { Group } from './backfill_group.ts';
import { type Clock, nowMsOf } from './clock.ts';
import type { Folder } from './folder.ts';
import type { Pending } from './pending.ts';
import { PublishedCompanies } from './published_companies.ts';

export type GroupPressDeps = Folder & {
  readonly clock: Clock;
  readonly press: Press;
  readonly settings: Settings;
};

/** Has the batches of groups staged. Companies may drive as soon as they are made: it is known who they will be. */
export class GroupPress {
  readonly #deps: GroupPressDeps;
  readonly #datasetId: number;
  readonly #companies: PublishedCompanies;
  /** Number of the last company batch in the pool, or before it. */
  #pooledTo = 0;

  constructor(deps: GroupPressDeps, datasetId: number) {
    this.#deps = deps;
    this.#datasetId = datasetId;
    this.#companies = new PublishedCompanies(deps.ledger, deps.settings.mode);
    this.forget();
  }

  /** Begins anew with what is published: groups that were made are thrown away. */
  forget(): void {
    this.#companies.load(this.#datasetId);
    this.#pooledTo = this.#deps.ledger.position(this.#datasetId, 'company').nextNumber - 1;
  }

  /** How long `companies.jsonl` was by the ledger when nothing but the published was known. */
  get companyBytes(): number {
    return this.#companies.bytes;
  }

  /** Company batches that may drive at an instant, as far as they are made. */
  poolAt(atMs: number): PoolRange {
    return this.#companies.pool.eligibleAt(atMs);
  }

  /** Has a group staged, its companies first; `before` resolves once those of the groups before are known. */
  make(group: Group, before: Promise<void>): NonNullable<Group['making']> {
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
    const { pressed, generationMs } = await this.#deps.press.stage({
      plan,
      sizing,
      quality,
      companies,
      isGrouped: true,
    });
    const stagedMs = nowMsOf(this.#deps.clock);
    Object.assign(pending, { content: pressed, generationMs, stagedMs, state: 'staged' });
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
    if (staged.length === 0) return;
    const { disk, layout, ledger } = this.#deps;
    for (const generator of GENERATORS) syncNames(disk, layout, generator);
    ledger.stageGroup(staged);
  }
}
