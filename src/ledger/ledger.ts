import {
  and,
  asc,
  between,
  count,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNull,
  max,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { DefectKind } from '../defects/kinds.ts';
import type { Generator, Mode } from '../plan/batch.ts';
import { BatchStatements } from './batch_statements.ts';
import { CompanyChunks, type CompanyFacts, type FactsRow, factsOf } from './company_chunks.ts';
import { type Connection, type ConnectOptions, connect } from './connection.ts';
import { type KeptEvent, keep } from './kept_event.ts';
import { isNewest, type Which } from './newest.ts';
import type {
  BackfillRow,
  BatchRow,
  DatasetRow,
  Gap,
  NewBackfill,
  NewPlan,
  Position,
  PublishedFacts,
  Run,
  StagedFacts,
} from './rows.ts';
import {
  backfills,
  batchColumns,
  batches,
  batchIssues,
  datasets,
  datasetTotals,
  gaps,
  gradeSums,
  lifecycle,
  runs,
} from './schema.ts';
import { countBatches, recount } from './totals.ts';

/** Published once, whether or not somebody has deleted the files since. */
const WAS_PUBLISHED = ['published', 'removed', 'cleaned'] as const;

/** Written out, so that SQLite can tell that the index of planned batches will do. */
const IS_PLANNED = sql`${batches.state} = 'planned'`;

/** What happened: the one truth of a data folder. Every method is one transaction, durable when it returns. */
export class Ledger {
  readonly #db: Connection;
  readonly #chunks: CompanyChunks;
  #prepared: BatchStatements | null = null;

  /**
   * @param file a path, or `:memory:`
   * @throws {NoLedger} read-only, if there is none
   */
  constructor(file: string, options: ConnectOptions = {}) {
    this.#db = connect(file, options);
    this.#chunks = new CompanyChunks(this.#db);
  }

  /** The connection, for read-only queries. */
  get connection(): Connection {
    return this.#db;
  }

  /** Prepared once they are needed: whoever only looks has no use for them. */
  get #statements(): BatchStatements {
    this.#prepared ??= new BatchStatements(this.#db.$client);
    return this.#prepared;
  }

  close(): void {
    this.#db.$client.close();
  }

  /** Makes one transaction of all that `work` does. */
  atomically(work: () => void): void {
    this.#db.$client.transaction(work)();
  }

  /** The dataset that is open; null before the first and after a full clean. */
  openDataset(): DatasetRow | null {
    return this.#db.select().from(datasets).where(isNull(datasets.endedAt)).get() ?? null;
  }

  beginDataset(seed: number, startedAt: number): DatasetRow {
    return this.#db.insert(datasets).values({ seed, startedAt }).returning().get();
  }

  beginRun(run: Run): void {
    this.#db
      .insert(runs)
      .values({ ...run, startedAt: run.startedMs })
      .run();
  }

  endRun(id: string, endedAt: number): void {
    this.#db.update(runs).set({ endedAt }).where(eq(runs.id, id)).run();
  }

  /** The batch that was published last in a dataset; null before the first. */
  newestBatch(datasetId: number): BatchRow | null {
    return this.newest({ datasetId, states: WAS_PUBLISHED, limit: 1 })[0] ?? null;
  }

  /** The newest batches of some kinds, the newest first. */
  newest(which: Which): BatchRow[] {
    return this.#db.select(batchColumns).from(batches).where(isNewest(which)).orderBy(desc(batches.id)).all();
  }

  /** How far a generator has come. */
  position(datasetId: number, generator: Generator): Position {
    // Seeds and intervals go up with the numbers.
    const published = this.#endmost(datasetId, generator, desc(batches.number));
    const skipped = this.#db
      .select({ end: max(gaps.to) })
      .from(gaps)
      .where(and(eq(gaps.datasetId, datasetId), eq(gaps.generator, generator)))
      .get();
    const publishedToMs = published?.intervalEnd ?? null;
    const skippedToMs = skipped?.end ?? null;
    return {
      publishedToMs,
      settledToMs:
        publishedToMs === null || skippedToMs === null
          ? (publishedToMs ?? skippedToMs)
          : Math.max(publishedToMs, skippedToMs),
      nextNumber: (published?.number ?? 0) + 1,
      highestSeed: published?.seed ?? null,
    };
  }

  /** From where to where a generator's published batches reach, in epoch ms; null before the first. */
  publishedSpan(datasetId: number, generator: Generator): { fromMs: number; toMs: number } | null {
    const first = this.#endmost(datasetId, generator, asc(batches.number));
    const last = this.#endmost(datasetId, generator, desc(batches.number));
    return first === null || last === null ? null : { fromMs: first.intervalStart, toMs: last.intervalEnd };
  }

  /** The first batch in an order by number that is or was published. */
  #endmost(datasetId: number, generator: Generator, order: SQL): BatchRow | null {
    // Only planned batches are passed over. The plus keeps SQLite from an index by state, of which it would read and sort all.
    const wasPublished = sql`+${batches.state} IN ${WAS_PUBLISHED}`;
    return (
      this.#db
        .select(batchColumns)
        .from(batches)
        .where(and(ofGenerator(datasetId, generator), wasPublished))
        .orderBy(order)
        .limit(1)
        .get() ?? null
    );
  }

  /** Whether a generator has a batch of a mode that a reader can still see. */
  hasPublished(datasetId: number, generator: Generator, mode: Mode): boolean {
    return this.newest({ datasetId, generator, mode, states: ['published'], limit: 1 }).length > 0;
  }

  /** Adds a planned batch, in the place of any that its generator had planned, and returns its row. */
  plan(given: NewPlan): number {
    return this.#db.transaction((tx) => {
      tx.delete(batches)
        .where(and(IS_PLANNED, eq(batches.generator, given.plan.generator)))
        .run();
      return this.#statements.plan(given);
    });
  }

  /** Records gaps and adds planned batches beside those that are planned. Returns the batches' rows, in order. */
  planGroup(plans: readonly NewPlan[], skipped: readonly Gap[], recordedAt: number): number[] {
    return this.#db.transaction((tx) => {
      for (const gap of skipped) addGap(tx, gap, recordedAt);
      return plans.map((given) => this.#statements.plan(given));
    });
  }

  /** Records what a planned batch holds. */
  stage(row: number, staged: StagedFacts): void {
    this.stageGroup([{ row, staged }]);
  }

  /** Records what planned batches hold. */
  stageGroup(group: readonly { readonly row: number; readonly staged: StagedFacts }[]): void {
    this.#db.transaction(() => {
      for (const { row, staged } of group) this.#statements.stage(row, staged);
    });
  }

  /** Records that batches are visible, with the facts that tell so. Returns the facts' ids, in order. */
  publish(published: readonly PublishedFacts[], facts: readonly KeptEvent[]): number[] {
    return this.#db.transaction((tx) => {
      for (const batch of published) this.#statements.publish(batch);
      countBatches(
        tx,
        published.map(({ row }) => row),
      );
      const company = published.findLast(({ fileOffset }) => fileOffset !== null);
      if (company !== undefined) this.#chunks.gatherUpTo(company.row);
      return facts.map((fact) => this.#statements.keep(fact));
    });
  }

  /** The batches that are planned and not published, in the order of publication, with their run's config and its hash. */
  planned(): (BatchRow & { config: string; configHash: string })[] {
    return (
      this.#db
        .select({ ...batchColumns, config: runs.config, configHash: runs.configHash })
        .from(batches)
        .innerJoin(runs, eq(runs.id, batches.runId))
        .where(IS_PLANNED)
        // On a shared boundary, company first.
        .orderBy(batches.intervalEnd, batches.generator)
        .all()
    );
  }

  /** Number of defects of each kind in a batch. */
  issuesOf(row: number): Partial<Record<DefectKind, number>> {
    const issues = this.#db.select().from(batchIssues).where(eq(batchIssues.batch, row)).all();
    return Object.fromEntries(issues.map(({ kind, count }) => [kind, count]));
  }

  /** Forgets planned batches: they take no number. */
  dropPlans(rows: readonly number[]): void {
    this.#db
      .delete(batches)
      .where(and(IS_PLANNED, inArray(batches.id, [...rows])))
      .run();
  }

  gap(gap: Gap, recordedAt: number): void {
    addGap(this.#db, gap, recordedAt);
  }

  /** How many companies a dataset's batches hold that readers have seen: at least as many as `companyFacts` tells of. */
  mostCompanies(datasetId: number): number {
    const sums = this.#db
      .select({ records: datasetTotals.records })
      .from(datasetTotals)
      .where(and(eq(datasetTotals.datasetId, datasetId), eq(datasetTotals.generator, 'company')))
      .get();
    return sums?.records ?? 0;
  }

  /** Facts of the companies of a mode's published batches, in order of their intervals. */
  companyFacts(datasetId: number, mode: Mode): Iterable<CompanyFacts> {
    return this.#chunks.read(datasetId, mode);
  }

  /** The same of the batches from one number to another, those that are gone by now included. */
  *companyFactsOf(datasetId: number, mode: Mode, from: number, to: number): Iterable<CompanyFacts> {
    const query = this.#db
      .select({ number: batches.number, end: batches.intervalEnd, facts: batches.facts })
      .from(batches)
      .where(
        and(
          ofGenerator(datasetId, 'company'),
          eq(batches.mode, mode),
          inArray(batches.state, [...WAS_PUBLISHED]),
          between(batches.number, from, to),
        ),
      )
      .orderBy(batches.intervalEnd)
      .toSQL();
    const rows = this.#db.$client
      .prepare<unknown[], FactsRow>(query.sql)
      .raw()
      .iterate(...query.params);
    for (const row of rows) yield factsOf(row);
  }

  /** Bytes of `companies.jsonl` that are published: the end of its last batch. */
  companyBytes(datasetId: number): number {
    const [last] = this.newest({ datasetId, generator: 'company', states: ['published'], limit: 1 });
    return last === undefined ? 0 : last.fileOffset! + last.bytes!;
  }

  /** Whether the newest pause or resume was a pause, and since when; null before the first. */
  lastPauseOrResume(): { paused: boolean; sinceMs: number } | null {
    const row = this.#db
      .select({ action: lifecycle.action, at: lifecycle.at })
      .from(lifecycle)
      .where(inArray(lifecycle.action, ['pause', 'resume']))
      .orderBy(desc(lifecycle.id))
      .limit(1)
      .get();
    return row === undefined ? null : { paused: row.action === 'pause', sinceMs: row.at };
  }

  /** Records a pause or a resume, with the fact that tells it. Returns the fact's id. */
  recordLifecycle(action: 'pause' | 'resume', fact: KeptEvent): number {
    return this.#db.transaction((tx) => {
      tx.insert(lifecycle).values({ at: fact.atMs, action }).run();
      return keep(tx, fact);
    });
  }

  /** The backfill of a dataset that was begun and has not ended; null if there is none. */
  openBackfill(datasetId: number): (BackfillRow & { configHash: string }) | null {
    return (
      this.#db
        .select({ ...getTableColumns(backfills), configHash: runs.configHash })
        .from(backfills)
        .innerJoin(runs, eq(runs.id, backfills.runId))
        .where(and(eq(backfills.datasetId, datasetId), isNull(backfills.endedAt)))
        .get() ?? null
    );
  }

  /** Whether a dataset's past has been filled up to the present, or was begun to be. */
  wasFilled(datasetId: number): boolean {
    const isToPresent = and(eq(backfills.datasetId, datasetId), isNull(backfills.to));
    return this.#db.select({ id: backfills.id }).from(backfills).where(isToPresent).get() !== undefined;
  }

  beginBackfill({ fromMs, toMs, clockMs, ...given }: NewBackfill): BackfillRow {
    return this.#db
      .insert(backfills)
      .values({ ...given, from: fromMs, to: toMs, clock: clockMs })
      .returning()
      .get();
  }

  endBackfill(id: number, endedAt: number): void {
    this.#db.update(backfills).set({ endedAt }).where(eq(backfills.id, id)).run();
  }

  /** Writes down that a clean begins, before anything is deleted. `mode` null: everything. */
  beginClean(mode: Mode | null, at: number): void {
    this.#db.insert(lifecycle).values({ at, action: 'clean_begun', mode }).run();
  }

  /** The clean that was begun and not finished: its mode (null: everything) in an object, or null. */
  unfinishedClean(): { mode: Mode | null } | null {
    const row = this.#db
      .select({ action: lifecycle.action, mode: lifecycle.mode })
      .from(lifecycle)
      .where(inArray(lifecycle.action, ['clean_begun', 'clean_done']))
      .orderBy(desc(lifecycle.id))
      .limit(1)
      .get();
    return row?.action === 'clean_begun' ? { mode: row.mode } : null;
  }

  /** The batches of a dataset that readers should see, by interval end. */
  published(datasetId: number): BatchRow[] {
    return this.#db
      .select(batchColumns)
      .from(batches)
      .where(and(eq(batches.datasetId, datasetId), eq(batches.state, 'published')))
      .orderBy(batches.intervalEnd)
      .all();
  }

  /** How much readers should see of each generator: added up by SQLite, for there may be millions. */
  publishedSums(
    datasetId: number,
  ): { generator: Generator; batches: number; records: number; bytes: number }[] {
    return this.#db
      .select({
        generator: batches.generator,
        batches: count(),
        records: sql<number>`sum(${batches.recordCount})`,
        bytes: sql<number>`sum(${batches.bytes})`,
      })
      .from(batches)
      .where(and(eq(batches.datasetId, datasetId), eq(batches.state, 'published')))
      .groupBy(batches.generator)
      .all();
  }

  /** What readers should see of a mode, by interval end: names and sizes alone, for there may be very many. */
  publishedSizes(
    datasetId: number,
    mode: Mode,
  ): Pick<BatchRow, 'generator' | 'batchId' | 'recordCount' | 'bytes'>[] {
    const { generator, batchId, recordCount, bytes } = batchColumns;
    return this.#db
      .select({ generator, batchId, recordCount, bytes })
      .from(batches)
      .where(and(eq(batches.datasetId, datasetId), eq(batches.state, 'published'), eq(batches.mode, mode)))
      .orderBy(batches.intervalEnd)
      .all();
  }

  /** A run's settings, as JSON. */
  configOf(runId: string): string {
    return this.#db.select({ config: runs.config }).from(runs).where(eq(runs.id, runId)).get()!.config;
  }

  /** The newest batch of an id that is or was published, in whichever dataset; null if there never was one. */
  everPublished(generator: Generator, batchId: string): BatchRow | null {
    return (
      this.#db
        .select(batchColumns)
        .from(batches)
        .where(
          and(
            // Named, so that SQLite finds the batch of each in the index of ids.
            inArray(batches.datasetId, this.#db.select({ id: datasets.id }).from(datasets)),
            eq(batches.generator, generator),
            eq(batches.batchId, batchId),
            inArray(batches.state, [...WAS_PUBLISHED]),
          ),
        )
        .orderBy(desc(batches.id))
        .limit(1)
        .get() ?? null
    );
  }

  /** Whether a batch of a dataset is or was published. */
  wasPublished(datasetId: number, generator: Generator, batchId: string): boolean {
    const found = this.#db
      .select({ state: batches.state })
      .from(batches)
      .where(and(ofGenerator(datasetId, generator), eq(batches.batchId, batchId)))
      .get();
    return found !== undefined && found.state !== 'planned';
  }

  /** Ids of all batches of a generator that have been published in a dataset. */
  publishedIds(datasetId: number, generator: Generator): Set<string> {
    const rows = this.#db
      .select({ batchId: batches.batchId })
      .from(batches)
      .where(and(ofGenerator(datasetId, generator), inArray(batches.state, [...WAS_PUBLISHED])))
      .all();
    return new Set(rows.map(({ batchId }) => batchId));
  }

  /** The newest run of each config that there has been, the newest first. */
  runsByConfig(): { id: string; seed: number; config: string }[] {
    return this.#db
      .select({ id: runs.id, seed: runs.seed, config: runs.config, startedAt: max(runs.startedAt) })
      .from(runs)
      .groupBy(runs.configHash)
      .orderBy(desc(max(runs.startedAt)))
      .all();
  }

  /**
   * Records that somebody deleted published batches, and where those were all there were, that their dataset is over.
   * @returns how many of them were published until now
   */
  markRemoved(rows: readonly number[], over: { dataset: number; endedAt: number } | null = null): number {
    return this.#db.transaction((tx) => {
      let marked = 0;
      for (const row of rows) {
        const isPublished = and(eq(batches.id, row), eq(batches.state, 'published'));
        marked += tx.update(batches).set({ state: 'removed' }).where(isPublished).run().changes;
      }
      if (over !== null)
        tx.update(datasets).set({ endedAt: over.endedAt }).where(eq(datasets.id, over.dataset)).run();
      return marked;
    });
  }

  /** Records that somebody deleted `companies.jsonl`. */
  retireCompanies(datasetId: number): void {
    this.#db
      .update(batches)
      .set({ state: 'removed' })
      .where(and(ofGenerator(datasetId, 'company'), eq(batches.state, 'published')))
      .run();
  }

  /**
   * Records that a clean is done: the batches are cleaned, and the dataset is closed where it was a full clean or has left
   * nothing, so that the same intervals may be published again.
   * @param offsets where the lines of the company batches that stay begin now, by row
   */
  finishClean(
    dataset: number,
    mode: Mode | null,
    offsets: ReadonlyMap<number, number>,
    fact: KeptEvent,
  ): number {
    return this.#db.transaction((tx) => {
      const { changes } = tx
        .update(batches)
        .set({ state: 'cleaned' })
        .where(
          and(
            eq(batches.datasetId, dataset),
            inArray(batches.state, ['published', 'removed']),
            mode === null ? undefined : eq(batches.mode, mode),
          ),
        )
        .run();
      for (const [row, fileOffset] of offsets) {
        tx.update(batches).set({ fileOffset }).where(eq(batches.id, row)).run();
      }
      tx.delete(batches)
        .where(and(eq(batches.datasetId, dataset), IS_PLANNED))
        .run();
      recount(tx, dataset);
      tx.delete(gradeSums).where(eq(gradeSums.datasetId, dataset)).run();
      const left = this.newest({ datasetId: dataset, states: ['published'], limit: 1 });
      if (mode === null || (changes > 0 && left.length === 0))
        tx.update(datasets).set({ endedAt: fact.atMs }).where(eq(datasets.id, dataset)).run();
      tx.insert(lifecycle).values({ at: fact.atMs, action: 'clean_done', mode }).run();
      return keep(tx, fact);
    });
  }
}

function addGap(tx: Pick<Connection, 'insert'>, gap: Gap, recordedAt: number): void {
  tx.insert(gaps)
    .values({ ...gap, from: gap.fromMs, to: gap.toMs, recordedAt })
    .run();
}

function ofGenerator(datasetId: number, generator: Generator) {
  return and(eq(batches.datasetId, datasetId), eq(batches.generator, generator));
}
