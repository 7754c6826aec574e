import type { PressJob } from '../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import { pressStripe } from './whole_stripe.ts';

/** Every `of`-th stripe of a job, beginning with number `first`. */
export type StripeOrder = { readonly job: PressJob; readonly first: number; readonly of: number };
export type StripeBytes = { readonly index: number; readonly bytes: Uint8Array };

declare const self: {
  onmessage: (message: { data: StripeOrder }) => void;
  postMessage(stripes: StripeBytes[]): void;
};

self.onmessage = ({ data: { job, first, of } }) => {
  const press = new StripePress();
  const own = stripesOfJob(job).filter(({ index }) => index % of === first);
  self.postMessage(
    own.map((stripe) => ({ index: stripe.index, bytes: pressStripe(job, stripe, press).bytes })),
  );
};
