import type { Stripe } from '../fleet/stripes.ts';
import type { Pressed, PressJob } from './job.ts';
import { encodeKey, keyLinesOf } from './run_key.ts';
import { StripePress, stripesOfJob } from './stripe_press.ts';
import { Tally } from './tally.ts';

/** Takes bytes in order, whole lines at a time; a view that is overwritten once it returns. */
export type Write = (bytes: Uint8Array) => void;

/**
 * Makes a batch's bytes, stripe by stripe and run by run.
 *
 * @param writeKey takes the answer key's bytes; without it none is made
 */
export function pressBatch(
  job: PressJob,
  write: Write,
  press = new StripePress(),
  writeKey?: Write,
): Pressed {
  const tally = new Tally();
  const facts: Uint8Array[] = [];
  for (const stripe of stripesOfJob(job)) {
    const stripeFacts = pressStripe(job, stripe, tally, write, press, writeKey);
    if (stripeFacts !== null) facts.push(stripeFacts);
  }
  return tally.result(job.plan.generator === 'company' ? facts : null);
}

/** Makes the next stripe of a batch. Returns a company stripe's facts. */
export function pressStripe(
  job: PressJob,
  stripe: Stripe,
  tally: Tally,
  write: Write,
  press: StripePress,
  writeKey?: Write,
): Uint8Array | null {
  const stripeLine = tally.lines + 1;
  return press.press(job, stripe, (run) => {
    const { lines, defects } = run;
    if (defects.length > 0) writeKey?.(encodeKey(keyLinesOf(job, run, stripeLine, tally.bytes)));
    const view = lines.view();
    tally.addBytes(view);
    write(view);
    tally.lines += lines.lineCount;
    for (const { kind } of defects) tally.addIssues(kind, 1);
  });
}
