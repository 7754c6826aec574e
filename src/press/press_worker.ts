import type { StageJob } from './job.ts';
import type { Staged } from './port.ts';
import type { RingMemory } from './stripe_ring.ts';

/** What a worker is told: stage a batch, alone or with the help of others through a ring, or be such a help. */
export type Order = { readonly dataDir: string; readonly job: StageJob } & (
  | { readonly role: 'stage'; readonly ring: RingMemory | null }
  | { readonly role: 'help'; readonly ring: RingMemory }
);

/** What it answers; a help has staged nothing. */
export type Answer =
  | { readonly staged: Staged | null }
  | { readonly error: { readonly message: string; readonly code: string } };

type Waiting = { resolve(staged: Staged | null): void; reject(error: Error): void };

/** One worker: follows one order at a time. It is opened when it is first needed, and again after it died. */
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
  async stage(job: StageJob, ring: RingMemory | null): Promise<Staged> {
    return (await this.#follow({ dataDir: this.#dataDir, job, role: 'stage', ring }))!;
  }

  /** Makes stripes of a batch that another worker stages, until none is left; only while idle. */
  async help(job: StageJob, ring: RingMemory): Promise<void> {
    await this.#follow({ dataDir: this.#dataDir, job, role: 'help', ring });
  }

  /** Ends the worker; what it has not done is rejected. */
  end(why: string): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#take()?.reject(new Error(why));
  }

  #follow(order: Order): Promise<Staged | null> {
    this.#worker ??= this.#open();
    this.#worker.postMessage(order);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
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
