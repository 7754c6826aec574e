import type { Bus } from '../events/bus.ts';
import { Listeners } from '../events/listeners.ts';
import type { Feedback } from '../ledger/feedback.ts';
import type { Logger } from '../log/log.ts';
import type { Generator } from '../plan/batch.ts';
import type { Grader } from './grader.ts';

/** A grade is told over so many batches, the newest. */
export const GRADED_BATCHES = 100;
/** A pipeline's grade is told this often at most. */
const REST_MS = 1000;

/** A pipeline's new grade. `of` names the pipeline and generator; a newer one of the same name takes its place. */
export type ToldGrade = { readonly of: string; readonly json: string };

export type GradeWatchDeps = {
  readonly bus: Bus;
  readonly feedback: Feedback;
  readonly grader: Grader;
  /** The open dataset. */
  readonly datasetId: () => number;
  readonly nowMs: () => number;
  /** Acts once, so many ms from now. */
  readonly schedule: (ms: number, act: () => void) => void;
  readonly log: Logger;
};

type Graded = { readonly pipeline: string; readonly generator: Generator };

/**
 * Tells grades as pipelines change them: by a report on a silver layer, and by verdicts on a batch whose silver layer is
 * done. Grades are made while somebody follows, one at a time; of changes within a second the last is told.
 */
export class GradeWatch {
  readonly #deps: GradeWatchDeps;
  readonly #followers = new Listeners<[grade: ToldGrade]>();
  /** Those whose grade is being made, or was told a moment ago; and whether it has changed since. */
  readonly #busy = new Map<string, { hasChanged: boolean }>();
  #turn = Promise.resolve();
  #toldError = '';

  constructor(deps: GradeWatchDeps) {
    this.#deps = deps;
    deps.bus.subscribe((fact) => {
      if (fact.event === 'stage' && fact.stage === 'silver') this.#changed(fact);
    });
  }

  /** Calls back with every grade that has changed. Returns what ends that. */
  subscribe(listener: (grade: ToldGrade) => void): () => void {
    return this.#followers.subscribe(listener);
  }

  /** A pipeline has submitted verdicts on a batch. */
  submitted(batch: number, { pipeline, generator }: Graded): void {
    const isDone = this.#deps.feedback
      .stagesOf(batch)
      .some((each) => each.pipeline === pipeline && each.stage === 'silver' && each.status === 'done');
    if (isDone) this.#changed({ pipeline, generator });
  }

  #changed({ pipeline, generator }: Graded): void {
    if (this.#followers.count === 0) return;
    const of = `${generator} ${pipeline}`;
    const busy = this.#busy.get(of);
    if (busy !== undefined) busy.hasChanged = true;
    else void this.#tell(of, { pipeline, generator });
  }

  async #tell(of: string, graded: Graded): Promise<void> {
    const busy = { hasChanged: false };
    this.#busy.set(of, busy);
    this.#turn = this.#turn.then(() => this.#grade(of, graded));
    await this.#turn;
    this.#deps.schedule(REST_MS, () => {
      this.#busy.delete(of);
      if (busy.hasChanged) this.#changed(graded);
    });
  }

  async #grade(of: string, { pipeline, generator }: Graded): Promise<void> {
    const { grader, datasetId, nowMs, log } = this.#deps;
    if (this.#followers.count === 0) return;
    try {
      const report = await grader.report({
        datasetId: datasetId(),
        pipeline,
        generator,
        last: GRADED_BATCHES,
        fromMs: null,
        toMs: null,
      });
      const timestamp = new Date(nowMs()).toISOString();
      const json = JSON.stringify({ event: 'grade', timestamp, ...report });
      this.#followers.tell({ of, json });
    } catch (error) {
      const { message } = error as Error;
      // Once everybody has gone, the service may be closing.
      if (this.#followers.count === 0 || message === this.#toldError) return;
      this.#toldError = message;
      log.error(`Cannot grade ${generator} batches for the stream: ${message}`, { pipeline, generator });
    }
  }
}
