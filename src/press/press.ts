import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { DefectKind } from '../defects/kinds.ts';
import type { Pressed, PressJob } from './job.ts';
import { encodeKey } from './run_key.ts';
import { StripePress, stripesOfJob } from './stripe_press.ts';

/**
 * Makes a batch's bytes, stripe by stripe and run by run.
 *
 * @param write takes the bytes in order, whole lines at a time; a view that is overwritten once it returns
 * @param writeKey takes the answer key's bytes likewise; without it none is made
 */
export function pressBatch(
  job: PressJob,
  write: (bytes: Uint8Array) => void,
  press = new StripePress(),
  writeKey?: (bytes: Uint8Array) => void,
): Pressed {
  const hash = createHash('sha256');
  const issues: Partial<Record<DefectKind, number>> = {};
  const facts: Uint8Array[] = [];
  let recordCount = 0;
  let corruptedCount = 0;
  let bytes = 0;
  for (const stripe of stripesOfJob(job)) {
    const stripeLine = recordCount + 1;
    const stripeFacts = press.press(job, stripe, (run) => {
      const { lines, defects } = run;
      if (defects.length > 0) writeKey?.(encodeKey(job, run, stripeLine, bytes));
      const view = lines.view();
      hash.update(view);
      write(view);
      bytes += view.length;
      recordCount += lines.lineCount;
      corruptedCount += defects.length;
      for (const { kind } of defects) issues[kind] = (issues[kind] ?? 0) + 1;
    });
    if (stripeFacts !== null) facts.push(stripeFacts);
  }
  return {
    recordCount,
    corruptedCount,
    issues,
    bytes,
    sha256: hash.digest('hex'),
    facts: job.plan.generator === 'company' ? Buffer.concat(facts) : null,
  };
}
