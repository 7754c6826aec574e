import type { PressJob } from './job.ts';
import type { Press, Staged } from './port.ts';

/** What the worker is told, and what it answers. */
export type Order = { readonly id: number; readonly dataDir: string; readonly job: PressJob };
export type Answer =
  | { readonly id: number; readonly staged: Staged }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string } };

type Waiting = { resolve(staged: Staged): void; reject(error: Error): void };

/** A press in a worker of its own, so that a batch of millions delays neither a timer nor an answer. */
export class WorkerPress implements Press {
  readonly #worker: Worker;
  readonly #dataDir: string;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: { data: Answer }) => this.#take(data);
    this.#worker.onerror = (event) => this.#fail(new Error(`the press's worker died: ${event.message}`));
  }

  stage(job: PressJob): Promise<Staged> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, dataDir: this.#dataDir, job } satisfies Order);
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#fail(new Error('the press was closed'));
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('staged' in answer) waiting?.resolve(answer.staged);
    else waiting?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
