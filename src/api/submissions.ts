import type { Verdict } from '../grade/verdict.ts';
import type { BatchRow } from '../ledger/rows.ts';
import type { Generator } from '../plan/batch.ts';
import { turnsByTime } from '../publish/turns.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** A submission is written in parts of so many characters, so that no transaction takes long. */
const PART_CHARACTERS = 512 * 1024;

/** Several rules may find something wrong with every record, but not any number of them. */
const MOST_PER_RECORD = 32;

/** Each batch of a body is looked up, and has a line in the answer. */
const MOST_BATCHES = 10_000;

type Deps = Pick<ApiDeps, 'engine' | 'history' | 'ledger' | 'feedback' | 'gradeWatch'>;

type Given = Verdict & { readonly pipeline: string };

/** The verdicts of one pipeline on one batch. */
type Submission = {
  readonly pipeline: string;
  readonly generator: Generator;
  readonly batch_id: string;
  /** How many verdicts the batch can have; none, unless it was there when the first came. */
  readonly most: number;
  verdicts: number;
  readonly parts: string[];
};

export type Submitted = {
  readonly batches: readonly {
    readonly pipeline: string;
    readonly generator: Generator;
    readonly batch_id: string;
    readonly verdicts: number;
    /** Earlier ones of the pipeline on the batch, which count no more. */
    readonly replaced: boolean;
  }[];
  readonly refused: readonly {
    readonly pipeline: string;
    readonly generator: Generator;
    readonly batch_id: string;
    readonly verdicts: number;
    readonly problem: ApiProblem;
  }[];
};

/** Collects verdicts by pipeline and batch, and submits each batch whole: a batch has all of the new ones or all of the old. */
export class Submissions {
  readonly #deps: Deps;
  readonly #newId: () => string;
  readonly #byBatch = new Map<string, Submission>();

  constructor(deps: Deps, newId: () => string) {
    this.#deps = deps;
    this.#newId = newId;
  }

  get isEmpty(): boolean {
    return this.#byBatch.size === 0;
  }

  /** @throws {ApiProblem} 413 `too_many_batches` */
  add({ pipeline, ...verdict }: Given): void {
    const { generator, batch_id } = verdict;
    const name = `${pipeline}\n${generator}\n${batch_id}`;
    let submission = this.#byBatch.get(name);
    if (submission === undefined) {
      if (this.#byBatch.size === MOST_BATCHES) throw tooManyBatches();
      const most = mostFor(this.#batch(verdict));
      submission = { pipeline, generator, batch_id, most, verdicts: 0, parts: [''] };
      this.#byBatch.set(name, submission);
    }
    // With count 0 it says that there is none.
    if (verdict.count === 0) return;
    submission.verdicts += 1;
    // What will be refused is counted and not kept.
    if (submission.verdicts > submission.most) submission.parts.length = 0;
    if (submission.parts.length === 0) return;
    if (submission.parts.at(-1)!.length > PART_CHARACTERS) submission.parts.push('');
    submission.parts[submission.parts.length - 1] += `${JSON.stringify(verdict)}\n`;
  }

  async submit(atMs: number): Promise<Submitted> {
    const batches: Submitted['batches'][number][] = [];
    const refused: Submitted['refused'][number][] = [];
    const turn = turnsByTime();
    for (const { parts, most, ...submission } of this.#byBatch.values()) {
      try {
        await turn();
        const row = this.#find(submission, most);
        const id = this.#newId();
        for (const [i, lines] of parts.entries()) {
          await turn();
          this.#deps.feedback.addPart(id, i, lines);
        }
        const replaced = this.#deps.feedback.submit(row, submission.pipeline, {
          submission: id,
          count: submission.verdicts,
          atMs,
        });
        this.#deps.gradeWatch.submitted(row, submission);
        batches.push({ ...submission, replaced });
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        refused.push({ ...submission, problem: error });
      }
    }
    return { batches, refused };
  }

  /** The row of a batch that can be graded by so many verdicts. */
  #find({ generator, batch_id, verdicts }: Omit<Submission, 'parts' | 'most'>, most: number): number {
    const batch = this.#batch({ generator, batch_id });
    if (batch !== null && most > 0) {
      if (verdicts <= most) return batch.id;
      const detail = `${verdicts} verdicts on a batch of ${batch.recordCount} records: at most ${most} are taken, earlier ones stay`;
      throw new ApiProblem('too_many_verdicts', detail);
    }
    const shown = batch_id.slice(0, 100);
    if (this.#deps.ledger.everPublished(generator, batch_id) !== null) {
      const detail = `${generator} batch ${shown} was deleted by a clean: verdicts on it count no more`;
      throw new ApiProblem('batch_cleaned', detail);
    }
    const detail = `there is no ${generator} batch ${shown}: GET /api/batches?generator=${generator} lists those there are`;
    throw new ApiProblem('batch_not_found', detail);
  }

  /** A batch that readers see, or have seen. */
  #batch({ generator, batch_id }: Pick<Submission, 'generator' | 'batch_id'>): BatchRow | null {
    const { engine, history } = this.#deps;
    const batch = history.batch(engine.status().datasetId, generator, batch_id);
    return batch?.state === 'published' || batch?.state === 'removed' ? batch : null;
  }
}

function mostFor(batch: BatchRow | null): number {
  return batch === null ? 0 : MOST_PER_RECORD * (batch.recordCount! + 1);
}

function tooManyBatches(): ApiProblem {
  const detail = `the body names more than ${MOST_BATCHES} batches: send the verdicts of some at a time, nothing of it was kept`;
  return new ApiProblem('too_many_batches', detail);
}
