import type { PressJob } from './job.ts';
import type { Press, Staged } from './port.ts';
import { PressWorker } from './press_worker.ts';

type Task = { readonly job: PressJob; resolve(staged: Promise<Staged>): void; reject(error: Error): void };

/**
 * A press in workers of its own, so that a batch of millions delays neither a timer nor an answer. Batches are dealt out
 * to idle workers in the order asked for; with several workers they may be done in another.
 */
export class WorkerPress implements Press {
  readonly #workers: readonly PressWorker[];
  #tasks: Task[] = [];

  /**
   * @param address where `worker.ts` stands
   * @param workers how many batches are made at a time; a worker that is never needed is never opened
   */
  constructor(address: URL, dataDir: string, workers = 1) {
    this.#workers = Array.from({ length: workers }, () => new PressWorker(address, dataDir));
  }

  stage(job: PressJob): Promise<Staged> {
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
      const staged = worker.stage(task.job);
      task.resolve(staged);
      const next = () => this.#deal();
      staged.then(next, next);
    }
  }
}
