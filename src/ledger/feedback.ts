import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Generator } from '../plan/batch.ts';
import type { Connection } from './connection.ts';
import { GradeSums } from './grade_sums.ts';
import { type KeptEvent, keep } from './kept_event.ts';
import type { BatchRow } from './rows.ts';
import {
  batchColumns,
  batches,
  openSubmissions,
  type STAGE_STATUSES,
  type STAGES,
  scores,
  stageReports,
  verdictParts,
  verdicts,
} from './schema.ts';

export type Stage = (typeof STAGES)[number];
export type StageStatus = (typeof STAGE_STATUSES)[number];

/** That a batch reached a layer of a pipeline. */
export type StageReport = {
  /** The batch's row. */
  readonly batch: number;
  readonly pipeline: string;
  readonly stage: Stage;
  readonly status: StageStatus;
  readonly atMs: number;
  readonly accepted: number | null;
  readonly rejected: number | null;
  /** From publication. */
  readonly latencyMs: number;
};

/** Which batches a grade is about. */
export type GradeScope = {
  readonly datasetId: number;
  readonly pipeline: string;
  readonly generator: Generator;
  /** The newest so many; null: all. */
  readonly last: number | null;
  /** Intervals that end after `fromMs` and not after `toMs`; null: open. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

const WAS_SEEN = ['published', 'removed'] as const;

/** What pipelines report, and how they were graded. Every change is one short transaction. */
export class Feedback {
  readonly #db: Connection;
  /** Scores added up. */
  readonly sums: GradeSums;

  constructor(connection: Connection) {
    this.#db = connection;
    this.sums = new GradeSums(connection);
  }

  /** Records that a batch reached a layer, in the place of an earlier report, with the fact that tells it. Returns the fact's id. */
  reportStage(report: StageReport, fact: KeptEvent): number {
    const { atMs, ...columns } = report;
    const values = { ...columns, at: atMs };
    return this.#db.transaction((tx) => {
      tx.insert(stageReports)
        .values(values)
        .onConflictDoUpdate({
          target: [stageReports.batch, stageReports.pipeline, stageReports.stage],
          set: values,
        })
        .run();
      if (report.stage === 'silver') this.sums.drop(report.batch, report.pipeline);
      return keep(tx, fact);
    });
  }

  /** The reports on a batch, by pipeline. */
  stagesOf(batch: number): StageReport[] {
    return this.#db
      .select()
      .from(stageReports)
      .where(eq(stageReports.batch, batch))
      .orderBy(asc(stageReports.pipeline), asc(stageReports.stage))
      .all()
      .map(({ at, ...report }) => ({ ...report, atMs: at }));
  }

  /** Adds a part of a submission, which does not count before `submit`. */
  addPart(submission: string, part: number, lines: string): void {
    this.#db.transaction((tx) => {
      tx.insert(openSubmissions).values({ submission }).onConflictDoNothing().run();
      tx.insert(verdictParts).values({ submission, part, lines }).run();
    });
  }

  /** Puts a submission in the place of the pipeline's earlier one on the batch. Returns whether there was one. */
  submit(
    batch: number,
    pipeline: string,
    given: { submission: string; count: number; atMs: number },
  ): boolean {
    const { submission, count: verdictCount, atMs } = given;
    return this.#db.transaction((tx) => {
      const ofBatch = and(eq(verdicts.batch, batch), eq(verdicts.pipeline, pipeline));
      const before = tx.select({ submission: verdicts.submission }).from(verdicts).where(ofBatch).get();
      tx.delete(verdicts).where(ofBatch).run();
      tx.insert(verdicts)
        .values({ batch, pipeline, submission, submittedAt: atMs, count: verdictCount })
        .run();
      tx.delete(scores)
        .where(and(eq(scores.batch, batch), eq(scores.pipeline, pipeline)))
        .run();
      tx.delete(openSubmissions).where(eq(openSubmissions.submission, submission)).run();
      this.sums.drop(batch, pipeline);
      if (before !== undefined)
        tx.delete(verdictParts).where(eq(verdictParts.submission, before.submission)).run();
      return before !== undefined;
    });
  }

  /** Forgets parts whose submission was cut. */
  dropCutSubmissions(): void {
    this.#db.transaction((tx) => {
      const cut = tx.select({ submission: openSubmissions.submission }).from(openSubmissions);
      tx.delete(verdictParts).where(inArray(verdictParts.submission, cut)).run();
      tx.delete(openSubmissions).run();
    });
  }

  /** A submission's verdicts as JSON Lines, part by part. */
  partsOf(submission: string): string[] {
    return this.#db
      .select({ lines: verdictParts.lines })
      .from(verdictParts)
      .where(eq(verdictParts.submission, submission))
      .orderBy(asc(verdictParts.part))
      .all()
      .map(({ lines }) => lines);
  }

  /** A batch by its row. */
  batchOf(row: number): BatchRow {
    return this.#db.select(batchColumns).from(batches).where(eq(batches.id, row)).get()!;
  }

  /** Keeps a score, unless other verdicts have come since it was begun. */
  keepScore(batch: number, pipeline: string, submission: string | null, score: string): void {
    this.#db.transaction((tx) => {
      const now = tx
        .select({ submission: verdicts.submission })
        .from(verdicts)
        .where(and(eq(verdicts.batch, batch), eq(verdicts.pipeline, pipeline)))
        .get();
      if ((now?.submission ?? null) !== submission) return;
      tx.insert(scores)
        .values({ batch, pipeline, score })
        .onConflictDoUpdate({ target: [scores.batch, scores.pipeline], set: { score } })
        .run();
      this.sums.drop(batch, pipeline);
    });
  }

  /** The published company batches whose companies drive in a batch, by number. */
  companyBatches(datasetId: number, from: number, to: number): BatchRow[] {
    return this.#db
      .select(batchColumns)
      .from(batches)
      .where(
        and(
          eq(batches.datasetId, datasetId),
          eq(batches.generator, 'company'),
          inArray(batches.state, [...WAS_SEEN]),
          sql`${batches.number} BETWEEN ${from} AND ${to}`,
        ),
      )
      .orderBy(asc(batches.number))
      .all();
  }
}
