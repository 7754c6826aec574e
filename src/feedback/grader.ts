import { Derivation } from '../engine/derivation.ts';
import type { Folder } from '../engine/folder.ts';
import { BatchIndex } from '../grade/batch_index.ts';
import { gradeBatch } from '../grade/grade_batch.ts';
import { reportOf } from '../grade/report.ts';
import { plus, type Score } from '../grade/score.ts';
import type { Verdict } from '../grade/verdict.ts';
import { Feedback, type GradeScope } from '../ledger/feedback.ts';
import type { Unscored } from '../ledger/grade_sums.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { pressBatch } from '../press/press.ts';
import { forEachLine } from '../publish/batch_lines.ts';
import { nextTurn } from '../publish/turns.ts';
import { AnswerKeys } from './answer_keys.ts';
import { DirtyCompanies } from './dirty_companies.ts';

const NEWLINE = 0x0a;

/** A pipeline's grade over several batches. */
export type Grade = { readonly score: Score; readonly graded: number; readonly pending: number };

/** Grades pipelines on published batches. What was once graded is kept in the ledger until new verdicts come. */
export class Grader {
  readonly #folder: Folder;
  readonly #feedback: Feedback;
  readonly #derivation: Derivation;
  readonly #dirtyCompanies: DirtyCompanies;
  readonly keys: AnswerKeys;

  constructor(folder: Folder) {
    this.#folder = folder;
    this.#feedback = new Feedback(folder.ledger.connection);
    this.#derivation = new Derivation(folder.ledger);
    this.keys = new AnswerKeys(folder, this.#derivation);
    this.#dirtyCompanies = new DirtyCompanies(this.#feedback, this.keys);
  }

  /** The grade over those batches of a scope that the pipeline has finished; the others are pending. */
  async grade(scope: GradeScope): Promise<Grade> {
    for (;;) {
      const { graded, batches, unscored, isWhole, ...sum } = this.#feedback.sums.of(scope);
      let { score } = sum;
      for (const each of unscored) score = plus(score, await this.#scoreOf(each, scope.pipeline));
      if (isWhole) return { score, graded, pending: batches - graded };
      await nextTurn();
    }
  }

  /** The grade as it is told: by `GET /api/grade`, and on the stream. */
  async report(scope: GradeScope) {
    const { pipeline, generator } = scope;
    const { score, graded, pending } = await this.grade(scope);
    return { pipeline, generator, batches: { graded, pending }, ...reportOf(score) };
  }

  /** Grades verdicts on a batch. Other work runs in between where the batch is large. */
  async scoreBatch(row: BatchRow, verdicts: readonly Verdict[]): Promise<Score> {
    const key = await this.keys.read(row, 0, Number.POSITIVE_INFINITY);
    const index = new BatchIndex(row.generator, key, verdicts);
    await this.#feed(row, (line) => index.add(line));
    return gradeBatch(index, verdicts, this.#dirtyCompanies.of(row));
  }

  async #scoreOf({ batch, submission }: Unscored, pipeline: string): Promise<Score> {
    const verdicts: Verdict[] = [];
    for (const lines of submission === null ? [] : this.#feedback.partsOf(submission)) {
      for (const line of lines.split('\n')) if (line !== '') verdicts.push(JSON.parse(line));
      await new Promise((resolve) => setTimeout(resolve));
    }
    const score = await this.scoreBatch(this.#feedback.batchOf(batch), verdicts);
    this.#feedback.keepScore(batch, pipeline, submission, JSON.stringify(score));
    return score;
  }

  /** Hands over a batch's lines: from its file, or where that is gone made again. */
  async #feed(row: BatchRow, add: (line: Uint8Array) => void): Promise<void> {
    const { disk, layout } = this.#folder;
    const range = layout.linesOf(row);
    if (row.state === 'published' && disk.stat(range.path) !== null) {
      await forEachLine(disk, range, (line) => {
        add(line);
        return true;
      });
      return;
    }
    pressBatch(this.#derivation.jobOf(row), (bytes) => {
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        add(bytes.subarray(start, end));
        start = end + 1;
      }
    });
  }
}
