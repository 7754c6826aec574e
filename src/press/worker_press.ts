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
  readonly #address: URL;
  readonly #dataDir: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 1;

  /** @param address where `worker.ts` stands */
  constructor(address: URL, dataDir: string) {
    this.#address = address;
    this.#dataDir = dataDir;
  }

  stage(job: PressJob): Promise<Staged> {
    this.#worker ??= this.#open();
    const id = this.#nextId++;
    this.#worker.postMessage({ id, dataDir: this.#dataDir, job } satisfies Order);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  close(): void {
    this.#end('the press was closed');
  }

  #open(): Worker {
    const worker = new Worker(this.#address, { type: 'module' });
    worker.onmessage = ({ data }: { data: Answer }) => this.#take(data);
    // The next batch gets a new worker.
    worker.onerror = ({ message }) => this.#end(`the press's worker died: ${message}`);
    return worker;
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('staged' in answer) waiting?.resolve(answer.staged);
    else waiting?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
  }

  #end(why: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }
}
