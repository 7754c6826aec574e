import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import { driverJobOf, press, qualityOf } from './jobs.ts';
import type { StripeBytes } from './stripe_worker.ts';
import { pressStripe } from './whole_stripe.ts';

const PRESSES = 4;

/** The stripes that one press makes, in the order of its list. */
function stripesMade(job: PressJob, indices: readonly number[], stripePress: StripePress): StripeBytes[] {
  const stripes = stripesOfJob(job);
  return indices.map((index) => {
    const stripe = stripes[index]!;
    return { index, bytes: pressStripe(job, stripe, stripePress).bytes };
  });
}

function joined(stripes: readonly StripeBytes[]): Buffer {
  const inOrder = stripes.toSorted((a, b) => a.index - b.index);
  expect(inOrder.map(({ index }) => index)).toEqual([...inOrder.keys()]);
  return Buffer.concat(inOrder.map(({ bytes }) => bytes));
}

for (const [name, job] of [
  ['clean', driverJobOf(8000)],
  ['dirty', driverJobOf(8000, { quality: qualityOf(0.01) })],
] as const) {
  describe(`a large ${name} batch`, () => {
    const stripes = stripesOfJob(job);
    let whole: Uint8Array = Buffer.alloc(0);
    beforeAll(() => {
      whole = press(job).bytes;
    });
    afterAll(() => {
      whole = Buffer.alloc(0);
    });

    test('has the same bytes when its stripes are made in any order', () => {
      expect(stripes.length).toBe(5);
      expect(joined(stripesMade(job, [3, 0, 4, 2, 1], new StripePress())).equals(whole)).toBe(true);
    });

    test(`has the same bytes when ${PRESSES} presses take turns`, () => {
      const parts = Array.from({ length: PRESSES }, (_, press) => {
        const own = stripes.map(({ index }) => index).filter((index) => index % PRESSES === press);
        return stripesMade(job, own.toReversed(), new StripePress());
      });
      expect(joined(parts.flat()).equals(whole)).toBe(true);
    });

    test(`has the same bytes when ${PRESSES} workers make it`, async () => {
      const parts = await Promise.all(Array.from({ length: PRESSES }, (_, first) => inWorker(job, first)));
      expect(joined(parts.flat()).equals(whole)).toBe(true);
    });
  });
}

/** What one of the workers makes of a job. */
async function inWorker(job: PressJob, first: number): Promise<StripeBytes[]> {
  const worker = new Worker(new URL('./stripe_worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: { data: StripeBytes[] }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ job, first, of: PRESSES });
    });
  } finally {
    worker.terminate();
  }
}
