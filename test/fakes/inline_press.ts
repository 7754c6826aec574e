import type { StageJob } from '../../src/press/job.ts';
import type { Press, Staged } from '../../src/press/port.ts';
import { stageBatch } from '../../src/press/stage.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import type { Disk } from '../../src/publish/disk.ts';
import type { Layout } from '../../src/publish/layout.ts';

/** Its buffers are large, and nothing of a batch stays in them. */
const STRIPE_PRESS = new StripePress();

/** The press without a worker: it stages as soon as the caller lets go, unless a test holds it. */
export class InlinePress implements Press {
  readonly workers = 1;
  readonly #disk: Disk;
  readonly #layout: Layout;
  #gate: Promise<void> = Promise.resolve();
  /** How many batches it has been asked for. */
  asked = 0;

  constructor(disk: Disk, layout: Layout) {
    this.#disk = disk;
    this.#layout = layout;
  }

  async stage(job: StageJob): Promise<Staged> {
    this.asked += 1;
    await this.#gate;
    return { pressed: stageBatch(this.#disk, this.#layout, job, STRIPE_PRESS), generationMs: 1.5 };
  }

  /** Keeps batches from being staged until the function that it returns is called. */
  hold(): () => void {
    let letGo = () => {};
    this.#gate = new Promise((resolve) => {
      letGo = resolve;
    });
    return letGo;
  }

  close(): void {}
}
