import { and, asc, desc, eq, gt, isNotNull } from 'drizzle-orm';
import type { DefectKind } from '../defects/kinds.ts';
import type { KeptFact } from '../events/feed.ts';
import type { Generator } from '../plan/batch.ts';
import type { Connection } from './connection.ts';
import { isNewest } from './newest.ts';
import type { BatchRow, KeptGap, Lateness, Totals } from './rows.ts';
import { batchColumns, batches, batchIssues, datasetIssues, datasetTotals, events, gaps } from './schema.ts';

/** Lateness is told over this many batches, the newest. */
const LATENESS_BATCHES = 1000;
const MINUTE_MS = 60_000;
/** More than a minute has at the fastest cadence, one a second. */
const MOST_A_MINUTE = 61;

/** What the API and the projections read of the ledger. */
export class History {
  readonly #db: Connection;

  constructor(connection: Connection) {
    this.#db = connection;
  }

  /** Counts over a generator's batches in a dataset, those that somebody removed included. */
  totals(datasetId: number, generator: Generator, nowMs: number): Totals {
    const sums = this.#db
      .select()
      .from(datasetTotals)
      .where(and(eq(datasetTotals.datasetId, datasetId), eq(datasetTotals.generator, generator)))
      .get();
    const newest = this.#db
      .select({ publishedMs: batches.publishedAt, intervalEndMs: batches.intervalEnd })
      .from(batches)
      .where(isNewest({ datasetId, generator, states: ['published', 'removed'], limit: MOST_A_MINUTE }))
      .orderBy(desc(batches.id))
      .all();
    return {
      batches: sums?.batches ?? 0,
      records: sums?.records ?? 0,
      corrupted: sums?.corrupted ?? 0,
      lastPublishedMs: newest[0]?.publishedMs ?? null,
      lastIntervalEndMs: newest[0]?.intervalEndMs ?? null,
      lastMinute: newest.filter(({ publishedMs }) => publishedMs! > nowMs - MINUTE_MS).length,
    };
  }

  /** Number of defects of each kind in a dataset. */
  issues(datasetId: number): Partial<Record<DefectKind, number>> {
    const rows = this.#db.select().from(datasetIssues).where(eq(datasetIssues.datasetId, datasetId)).all();
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  }

  /** Nearest-rank percentiles of the lateness of the newest batches on schedule. */
  lateness(datasetId: number): Lateness {
    const values = this.#db
      .select({ latenessUs: batches.latenessUs })
      .from(batches)
      .where(and(eq(batches.datasetId, datasetId), isNotNull(batches.latenessUs)))
      .orderBy(desc(batches.id))
      .limit(LATENESS_BATCHES)
      .all()
      .map(({ latenessUs }) => latenessUs!)
      .sort((a, b) => a - b);
    const at = (share: number) => values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? null;
    return { p50: at(0.5), p99: at(0.99), max: values.at(-1) ?? null };
  }

  /**
   * Published batches, the newest first.
   * @param filter.before only batches of rows below this one, to page on
   */
  batches(datasetId: number, filter: { generator?: Generator; before?: number; limit: number }): BatchRow[] {
    return this.#db
      .select(batchColumns)
      .from(batches)
      .where(isNewest({ datasetId, states: ['published'], ...filter }))
      .orderBy(desc(batches.id))
      .all();
  }

  /** Gaps of a run after an id, the oldest first. */
  gapsAfter(runId: string, id: number): KeptGap[] {
    return this.#db
      .select({ id: gaps.id, generator: gaps.generator, reason: gaps.reason, count: gaps.count })
      .from(gaps)
      .where(and(eq(gaps.runId, runId), gt(gaps.id, id)))
      .orderBy(asc(gaps.id))
      .all();
  }

  /** Facts after an id, the oldest first. */
  eventsAfter(id: number, limit: number): KeptFact[] {
    return this.#db
      .select({ id: events.id, type: events.type, json: events.payload })
      .from(events)
      .where(gt(events.id, id))
      .orderBy(asc(events.id))
      .limit(limit)
      .all();
  }

  /** The id after which the newest `count` facts come: with 0 that of the newest; 0 where there are no others. */
  eventIdBefore(count: number): number {
    const before = this.#db.select({ id: events.id }).from(events).orderBy(desc(events.id));
    return before.limit(1).offset(count).get()?.id ?? 0;
  }

  /** One batch of a dataset in any state, with its defects by kind; null if there is none of that id. */
  batch(
    datasetId: number,
    generator: Generator,
    batchId: string,
  ): (BatchRow & { issues: Partial<Record<DefectKind, number>> }) | null {
    const row = this.#db
      .select(batchColumns)
      .from(batches)
      .where(
        and(eq(batches.datasetId, datasetId), eq(batches.generator, generator), eq(batches.batchId, batchId)),
      )
      .get();
    if (row === undefined) return null;
    const issues = this.#db.select().from(batchIssues).where(eq(batchIssues.batch, row.id)).all();
    return { ...row, issues: Object.fromEntries(issues.map(({ kind, count }) => [kind, count])) };
  }
}
