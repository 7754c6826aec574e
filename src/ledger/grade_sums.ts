import type { Statement } from 'better-sqlite3';
import { NOTHING, plus, type Score } from '../grade/score.ts';
import type { Generator } from '../plan/batch.ts';
import type { Connection } from './connection.ts';

/** Rows of batches in a sum of the lowest level, and how many sums make one of the level above. */
const LOWEST_ROWS = 64;
const FAN = 32;
/** The highest spans 67 million rows, ten years of 10 s batches. */
const LEVELS = 5;
/** So many rows, or sums that are not kept yet, are added up at once: some milliseconds' work. */
const READS_AT_ONCE = 128;
/** So many batches without a score are named at once. */
const UNSCORED_AT_ONCE = 100;
const SEEN = `state IN ('published', 'removed')`;

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

/** A batch that has no score yet; `submission` names its verdicts, null where there are none. */
export type Unscored = { readonly batch: number; readonly submission: string | null };

/** Scores of batches added up. */
export type GradeSum = {
  /** Batches whose silver layer is done, and the scores of those that have one. */
  readonly graded: number;
  readonly score: Score;
  readonly unscored: readonly Unscored[];
  /** Batches of the scope, whatever was reported of them. */
  readonly batches: number;
  /** False where there is more to add up: what was is kept, so that the next call comes further. */
  readonly isWhole: boolean;
};

/** Batches by their rows, both ends included. */
type Rows = { readonly first: number; readonly last: number; readonly batches: number };
type Part = { readonly graded: number; readonly score: Score };
type ScoreRow = Unscored & { readonly score: string | null };
type Walk = {
  readonly scope: GradeScope;
  readonly rows: Rows;
  /** The newest batch that the pipeline has reported on: what it stands in changes soon, and is not kept. */
  readonly newest: number;
  readonly unscored: Unscored[];
  readsLeft: number;
};

const EMPTY: Part = { graded: 0, score: NOTHING };

/**
 * Adds up scores so that nobody ever reads a year of them: sums of sums are kept, by ranges of the batches' rows. Rows of a generator
 * count up with its intervals, so a span of time is a range of them. Whatever changes a score, or whether it counts, drops the sums that
 * it is in, in the same transaction.
 */
export class GradeSums {
  readonly #db: Connection;

  constructor(connection: Connection) {
    this.#db = connection;
  }

  /** The scores of a scope. A short transaction, whatever its size. */
  of(scope: GradeScope): GradeSum {
    return this.#db.$client.transaction(() => {
      const rows = this.#rowsOf(scope);
      if (rows === null) return { ...EMPTY, unscored: [], batches: 0, isWhole: true };
      const newest = this.#newestReport(scope.pipeline, Number.MAX_SAFE_INTEGER) ?? 0;
      const walk: Walk = { scope, rows, newest, unscored: [], readsLeft: READS_AT_ONCE };
      const { graded, score } = this.#between(walk, LEVELS - 1, rows.first, rows.last);
      return { graded, score, unscored: walk.unscored, batches: rows.batches, isWhole: !isTired(walk) };
    })();
  }

  /** Forgets the sums that a batch is in, within the caller's transaction. */
  drop(batch: number, pipeline: string): void {
    const drop = this.#statement('DELETE FROM grade_sums WHERE pipeline = ? AND level = ? AND part = ?');
    for (let level = 0; level < LEVELS; level++) drop.run(pipeline, level, Math.floor(batch / spanOf(level)));
  }

  /** The sums of a level that hold rows of a range, those that reach beyond it in part; the newest first. */
  #between(walk: Walk, level: number, first: number, last: number): Part {
    let sum = EMPTY;
    let at: number | null = last;
    while (!isTired(walk)) {
      at = this.#newestReport(walk.scope.pipeline, at);
      if (at === null || at < first) break;
      const part = Math.floor(at / spanOf(level));
      sum = together(sum, this.#part(walk, level, part));
      at = part * spanOf(level) - 1;
    }
    return sum;
  }

  #part(walk: Walk, level: number, part: number): Part {
    const { scope, rows } = walk;
    const [begin, end] = [part * spanOf(level), (part + 1) * spanOf(level) - 1];
    const isInside = rows.first <= begin && end <= rows.last;
    const key = [scope.pipeline, level, part, scope.datasetId, scope.generator];
    const kept = isInside ? this.#kept(key) : null;
    if (kept !== null) return kept;
    const [first, last] = [Math.max(begin, rows.first), Math.min(end, rows.last)];
    const unscored = walk.unscored.length;
    const sum = level === 0 ? this.#read(walk, first, last) : this.#between(walk, level - 1, first, last);
    const isComplete = walk.unscored.length === unscored && (level === 0 || !isTired(walk));
    if (isInside && isComplete && end < walk.newest) {
      this.#statement('INSERT INTO grade_sums VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        ...key,
        sum.graded,
        JSON.stringify(sum.score),
      );
    }
    return sum;
  }

  #kept(key: readonly unknown[]): Part | null {
    const kept = this.#statement(
      `SELECT graded, score FROM grade_sums
      WHERE pipeline = ? AND level = ? AND part = ? AND dataset_id = ? AND generator = ?`,
    ).get(...key) as { graded: number; score: string } | undefined;
    return kept === undefined ? null : { graded: kept.graded, score: JSON.parse(kept.score) };
  }

  #read(walk: Walk, first: number, last: number): Part {
    const { pipeline, datasetId, generator } = walk.scope;
    // With BETWEEN, SQLite reads on to the newest report and leaves out what is beyond `last` one by one.
    const rows = this.#statement(
      `SELECT batches.id AS batch, submission, score
      FROM stage_reports AS report INDEXED BY stage_reports_by_pipeline
      JOIN batches ON batches.id = report.batch
      LEFT JOIN verdicts ON verdicts.batch = report.batch AND verdicts.pipeline = report.pipeline
      LEFT JOIN scores ON scores.batch = report.batch AND scores.pipeline = report.pipeline
      WHERE report.pipeline = ? AND report.stage = 'silver' AND report.batch >= ? AND report.batch <= ? AND report.status = 'done'
        AND +dataset_id = ? AND +generator = ? AND +${SEEN}`,
    ).all(pipeline, first, last, datasetId, generator) as ScoreRow[];
    walk.readsLeft -= 1 + rows.length;
    let score = NOTHING;
    for (const { batch, submission, score: kept } of rows) {
      if (kept === null) walk.unscored.push({ batch, submission });
      else score = plus(score, JSON.parse(kept));
    }
    return { graded: rows.length, score };
  }

  /** The newest batch up to a row on whose silver layer a pipeline has reported. */
  #newestReport(pipeline: string, upTo: number): number | null {
    const newest = this.#statement(
      `SELECT max(batch) AS batch FROM stage_reports WHERE pipeline = ? AND stage = 'silver' AND batch <= ?`,
    ).get(pipeline, upTo) as { batch: number | null };
    return newest.batch;
  }

  /** The rows of a scope, null where it has none. Numbers count on without gaps, so two of them tell how many batches there are. */
  #rowsOf({ datasetId, generator, last, fromMs, toMs }: GradeScope): Rows | null {
    if (last === null && fromMs === null && toMs === null) {
      const sums = this.#statement(
        'SELECT batches FROM dataset_totals WHERE dataset_id = ? AND generator = ?',
      ).get(datasetId, generator) as { batches: number } | undefined;
      return { first: 0, last: Number.MAX_SAFE_INTEGER, batches: sums?.batches ?? 0 };
    }
    const first =
      last === null
        ? this.#firstAfter(datasetId, generator, fromMs)
        : this.#newestBut(datasetId, generator, last);
    const final = this.#lastUpTo(datasetId, generator, toMs);
    if (first === null || final === null || first.id > final.id) return null;
    const { cleaned } = this.#statement(
      `SELECT count(*) AS cleaned FROM batches INDEXED BY batches_by_state
      WHERE dataset_id = ? AND generator = ? AND state = 'cleaned' AND id BETWEEN ? AND ?`,
    ).get(datasetId, generator, first.id, final.id) as { cleaned: number };
    return { first: first.id, last: final.id, batches: final.number - first.number + 1 - cleaned };
  }

  #firstAfter(datasetId: number, generator: string, fromMs: number | null): Numbered | null {
    return this.#numbered(
      `INDEXED BY batches_by_end WHERE dataset_id = ? AND generator = ? AND interval_end > ? AND state <> 'planned'
      ORDER BY interval_end LIMIT 1`,
      [datasetId, generator, fromMs === null ? '' : new Date(fromMs).toISOString()],
    );
  }

  #lastUpTo(datasetId: number, generator: string, toMs: number | null): Numbered | null {
    return this.#numbered(
      `INDEXED BY batches_by_end WHERE dataset_id = ? AND generator = ? AND interval_end <= ? AND state <> 'planned'
      ORDER BY interval_end DESC LIMIT 1`,
      [datasetId, generator, toMs === null ? '~' : new Date(toMs).toISOString()],
    );
  }

  /** The oldest of the newest `count` that readers have seen. */
  #newestBut(datasetId: number, generator: string, count: number): Numbered | null {
    const newest = this.#lastUpTo(datasetId, generator, null);
    if (newest === null) return null;
    const cleaned = this.#numbered(
      `INDEXED BY batches_by_state WHERE dataset_id = ? AND generator = ? AND state = 'cleaned' LIMIT 1`,
      [datasetId, generator],
    );
    const from = `WHERE dataset_id = ? AND generator = ?`;
    if (cleaned === null)
      return this.#numbered(`${from} AND number > ? ORDER BY number LIMIT 1`, [
        datasetId,
        generator,
        newest.number - count,
      ]);
    return (
      this.#numbered(`${from} AND +${SEEN} ORDER BY number DESC LIMIT 1 OFFSET ?`, [
        datasetId,
        generator,
        count - 1,
      ]) ?? this.#firstAfter(datasetId, generator, null)
    );
  }

  #numbered(which: string, given: readonly unknown[]): Numbered | null {
    return (
      (this.#statement(`SELECT id, number FROM batches ${which}`).get(...given) as Numbered | undefined) ??
      null
    );
  }

  #statement(sql: string): Statement {
    return this.#db.$client.prepare(sql);
  }
}

type Numbered = { readonly id: number; readonly number: number };

function isTired({ readsLeft, unscored }: Walk): boolean {
  return readsLeft <= 0 || unscored.length >= UNSCORED_AT_ONCE;
}

function spanOf(level: number): number {
  return LOWEST_ROWS * FAN ** level;
}

function together(a: Part, b: Part): Part {
  return { graded: a.graded + b.graded, score: plus(a.score, b.score) };
}
