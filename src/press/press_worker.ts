import type { PressJob } from './job.ts';
import type { Staged } from './port.ts';

/** What a worker is told, and what it answers. */
export type Order = { readonly dataDir: string; readonly job: PressJob };
export type Answer =
  | { readonly staged: Staged }
  | { readonly error: { readonly message: string; readonly code: string } };

type Waiting = { resolve(staged: Staged): void; reject(error: Error): void };

/** One worker: stages one batch at a time. It is opened when it is first needed, and again after it died. */
export class PressWorker {
  readonly #address: URL;
  readonly #dataDir: string;
  #worker: Worker | null = null;
  #waiting: Waiting | null = null;

  constructor(address: URL, dataDir: string) {
    this.#address = address;
    this.#dataDir = dataDir;
  }

  get isIdle(): boolean {
    return this.#waiting === null;
  }

  /** Stages a batch, see `Press`; only while idle. */
  stage(job: PressJob): Promise<Staged> {
    this.#worker ??= this.#open();
    this.#worker.postMessage({ dataDir: this.#dataDir, job } satisfies Order);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** Ends the worker; a batch that it has not staged is rejected. */
  end(why: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#take()?.reject(new Error(why));
  }

  #open(): Worker {
    const worker = new Worker(this.#address, { type: 'module' });
    worker.onmessage = ({ data }: { data: Answer }) => {
      const waiting = this.#take();
      if ('staged' in data) waiting?.resolve(data.staged);
      else waiting?.reject(Object.assign(new Error(data.error.message), { code: data.error.code }));
    };
    worker.onerror = ({ message }) => this.end(`the press's worker died: ${message}`);
    return worker;
  }

  #take(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}
