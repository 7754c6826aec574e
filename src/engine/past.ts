import type { Logger } from '../log/log.ts';
import type { Backfill } from './backfill.ts';
import { type Clock, nowMsOf } from './clock.ts';

/** How often the log says how far the past is filled. */
const TELL_MS = 5000;

export type PastDeps = { readonly clock: Clock; readonly log: Logger };

/** The past that a service fills before it goes live, and how that is halted. */
export class Past {
  readonly #deps: PastDeps;
  /** Null: nothing is to be filled, or nothing is left. */
  #backfill: Backfill | null;
  /** Settles once nothing is being published; null: it is so. */
  #running: Promise<number | null> | null = null;
  #isHalted = false;
  #toldMs: number;

  constructor(deps: PastDeps, backfill: Backfill | null) {
    this.#deps = deps;
    this.#backfill = backfill;
    this.#toldMs = this.#nowMs();
  }

  get isFilled(): boolean {
    return this.#backfill === null;
  }

  /** Up to where it is filled so far, in epoch ms; null once it is. */
  get filledToMs(): number | null {
    return this.#backfill?.progress.atMs ?? null;
  }

  /**
   * Fills until nothing that has ended is left, or until it is halted.
   * @param onPublished is called whenever something was published
   * @returns up to which instant all is settled, in epoch ms; null if it was halted before
   */
  async fill(onPublished: () => void): Promise<number | null> {
    const backfill = this.#backfill!;
    this.#isHalted = false;
    this.#running = backfill.run(
      () => this.#isHalted,
      () => {
        onPublished();
        this.#tell(backfill);
      },
    );
    try {
      return await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Has it publish no more than what it is about to. */
  halt(): void {
    this.#isHalted = true;
  }

  get isAtRest(): boolean {
    return this.#running === null;
  }

  /** Resolves once it publishes nothing any more, if it was halted. */
  async atRest(): Promise<void> {
    // What it fails with is told to whoever fills.
    await this.#running?.catch(() => {});
  }

  /** From now on nothing is filled. Returns what was, in words. */
  end(): string {
    if (this.#backfill === null) return 'nothing';
    this.#backfill.end();
    const { batches, records } = this.#backfill.progress;
    this.#backfill = null;
    return `${batches} batches, ${records} records`;
  }

  #tell({ progress }: Backfill): void {
    if (this.#nowMs() - this.#toldMs < TELL_MS) return;
    this.#toldMs = this.#nowMs();
    const { batches, records, atMs } = progress;
    const at = new Date(atMs).toISOString();
    this.#deps.log.info(`Filling the past: ${batches} batches, ${records} records, to ${at}`);
  }

  #nowMs(): number {
    return nowMsOf(this.#deps.clock);
  }
}
