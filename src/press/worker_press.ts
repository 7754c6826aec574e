import type { StageJob } from './job.ts';
import type { Press, Staged } from './port.ts';
import { PressWorker } from './press_worker.ts';
import { stripesOfJob } from './stripe_press.ts';
import { ringMemory, ringSlots, StripeRing } from './stripe_ring.ts';

type Task = { readonly job: StageJob; resolve(staged: Promise<Staged>): void; reject(error: Error): void };

/** A batch of fewer stripes a worker is over before the others have begun. */
const WORTH_SHARING = 2;

/**
 * A press in workers of its own, so that a batch of millions delays neither a timer nor an answer. Batches are dealt out
 * to idle workers in the order asked for; with several workers they may be done in another. All of them make a large
 * driver batch together when there is nothing else to do.
 */
export class WorkerPress implements Press {
  readonly #workers: readonly PressWorker[];
  #tasks: Task[] = [];
  /** Memory of stripes that workers hand to one another; one more than workers, so that nobody waits for a free one. */
  #slots: SharedArrayBuffer[] = [];

  /**
   * @param address where `worker.ts` stands
   * @param workers how many batches are made at a time; a worker that is never needed is never opened
   */
  constructor(address: URL, dataDir: string, workers = 1) {
    this.#workers = Array.from({ length: workers }, () => new PressWorker(address, dataDir));
  }

  get workers(): number {
    return this.#workers.length;
  }

  stage(job: StageJob): Promise<Staged> {
    return new Promise((resolve, reject) => {
      this.#tasks.push({ job, resolve, reject });
      this.#deal();
    });
  }

  close(): void {
    const why = 'the press was closed';
    for (const { reject } of this.#tasks) reject(new Error(why));
    this.#tasks = [];
    for (const worker of this.#workers) worker.end(why);
  }

  #deal(): void {
    for (const worker of this.#workers) {
      if (!worker.isIdle) continue;
      const task = this.#tasks.shift();
      if (task === undefined) return;
      const staged = this.#isForAll(task.job) ? this.#stageTogether(task.job) : worker.stage(task.job, null);
      task.resolve(staged);
      this.#dealAfter(staged);
    }
  }

  #dealAfter(work: Promise<unknown>): void {
    const next = () => this.#deal();
    work.then(next, next);
  }

  /** Whether all workers are idle, with nothing to do but one batch that is large enough for them. */
  #isForAll(job: StageJob): boolean {
    const { length } = this.#workers;
    return (
      length > 1 &&
      this.#tasks.length === 0 &&
      job.plan.generator === 'driver' &&
      this.#workers.every(({ isIdle }) => isIdle) &&
      stripesOfJob(job).length >= WORTH_SHARING * length
    );
  }

  async #stageTogether(job: StageJob): Promise<Staged> {
    // All workers are idle, so nobody still writes into a slot for the batch before.
    if (this.#slots.length === 0) this.#slots = ringSlots(this.#workers.length + 1);
    const ring = ringMemory(stripesOfJob(job).length, this.#slots);
    const [first, ...others] = this.#workers as readonly [PressWorker, ...PressWorker[]];
    for (const other of others) {
      const helping = other.help(job, ring);
      // Whoever waits for a stripe of a worker that died would wait for ever.
      helping.catch(({ message }) => first.end(message));
      this.#dealAfter(helping);
    }
    try {
      return await first.stage(job, ring);
    } finally {
      new StripeRing(ring).close();
    }
  }
}
