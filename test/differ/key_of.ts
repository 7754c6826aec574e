import type { PressJob } from '../../src/press/job.ts';
import { pressBatch } from '../../src/press/press.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import type { KeyLine } from './key_line.ts';

const press = new StripePress();
const decoder = new TextDecoder();

/** The answer key that the service writes of a batch. */
export function keyOf(job: PressJob): KeyLine[] {
  let text = '';
  pressBatch(
    job,
    () => {},
    press,
    (bytes) => {
      text += decoder.decode(bytes);
    },
  );
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
