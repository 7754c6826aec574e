import { and, asc, count, desc, eq, gt, inArray, lte, notInArray, sql } from 'drizzle-orm';
import type { Generator } from '../plan/batch.ts';
import type { Connection } from './connection.ts';
import { type KeptEvent, keep } from './kept_event.ts';
import type { BatchRow } from './rows.ts';
import {
  batchColumns,
  batches,
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

/** A batch that a pipeline has finished, and its score (JSON) where that is known; `submission` names its verdicts. */
export type GradedRow = {
  readonly row: BatchRow;
  readonly submission: string | null;
  readonly score: string | null;
};

const WAS_SEEN = ['published', 'removed'] as const;

/** What pipelines report, and how they were graded. Every change is one short transaction. */
export class Feedback {
  readonly #db: Connection;

  constructor(connection: Connection) {
    this.#db = connection;
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
    this.#db.insert(verdictParts).values({ submission, part, lines }).run();
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
      if (before !== undefined)
        tx.delete(verdictParts).where(eq(verdictParts.submission, before.submission)).run();
      return before !== undefined;
    });
  }

  /** Forgets parts whose submission was cut. */
  dropCutSubmissions(): void {
    const whole = this.#db.select({ submission: verdicts.submission }).from(verdicts);
    this.#db.delete(verdictParts).where(notInArray(verdictParts.submission, whole)).run();
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

  /** The batches of a scope that the pipeline's silver layer has done, and how many it has not. */
  graded(scope: GradeScope): { graded: GradedRow[]; pending: number } {
    const { pipeline } = scope;
    const inScope = this.#inScope(scope);
    const graded = this.#db
      .select({ row: batchColumns, submission: verdicts.submission, score: scores.score })
      .from(stageReports)
      .innerJoin(batches, eq(batches.id, stageReports.batch))
      .leftJoin(verdicts, and(eq(verdicts.batch, batches.id), eq(verdicts.pipeline, pipeline)))
      .leftJoin(scores, and(eq(scores.batch, batches.id), eq(scores.pipeline, pipeline)))
      .where(
        and(
          eq(stageReports.pipeline, pipeline),
          eq(stageReports.stage, 'silver'),
          eq(stageReports.status, 'done'),
          inScope,
        ),
      )
      .orderBy(asc(batches.id))
      .all();
    const total = this.#db.select({ n: count() }).from(batches).where(inScope).get()!.n;
    return { graded, pending: total - graded.length };
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

  #inScope({ datasetId, generator, last, fromMs, toMs }: GradeScope) {
    const ofGenerator = and(
      eq(batches.datasetId, datasetId),
      eq(batches.generator, generator),
      inArray(batches.state, [...WAS_SEEN]),
    );
    const newest = this.#db
      .select({ id: batches.id })
      .from(batches)
      .where(ofGenerator)
      .orderBy(desc(batches.number))
      .limit(last ?? 0);
    return and(
      ofGenerator,
      last === null ? undefined : inArray(batches.id, newest),
      fromMs === null ? undefined : gt(batches.intervalEnd, fromMs),
      toMs === null ? undefined : lte(batches.intervalEnd, toMs),
    );
  }
}
