import type { Defect } from '../../src/defects/injector.ts';
import type { Stripe } from '../../src/fleet/stripes.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress } from '../../src/press/stripe_press.ts';

/** A stripe's emitted bytes, which are the caller's, what is wrong in its lines, and a company stripe's facts. */
export type WholeStripe = {
  readonly bytes: Buffer;
  readonly lineCount: number;
  readonly defects: readonly Defect[];
  readonly facts: Uint8Array | null;
};

/** All runs of a stripe together. */
export function pressStripe(job: PressJob, stripe: Stripe, press = new StripePress()): WholeStripe {
  const runs: Uint8Array[] = [];
  const defects: Defect[] = [];
  let lineCount = 0;
  const facts = press.press(job, stripe, (run) => {
    // The press overwrites the view at the next run.
    runs.push(run.lines.view().slice());
    defects.push(...run.defects);
    lineCount += run.lines.lineCount;
  });
  return { bytes: Buffer.concat(runs), lineCount, defects, facts };
}
