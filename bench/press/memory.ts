import { pressBatch } from '../../src/press/press.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import type { Figure } from './figure.ts';
import { pressJobs } from './jobs.ts';

/** How much more memory this process has while a batch is pressed, clean and then dirty with its key, than before. */
export function measureMemory(companies: number): Figure[] {
  const { clean, dirty } = pressJobs(companies);
  return Object.entries({ clean, 'dirty 5 % + key': dirty }).map(([name, job]) => {
    const before = process.memoryUsage.rss();
    let most = before;
    const { recordCount, sha256 } = pressBatch(
      job,
      () => {
        most = Math.max(most, process.memoryUsage.rss());
      },
      new StripePress(),
      () => {},
    );
    const millions = (recordCount / 1e6).toFixed(1);
    return {
      name: `press: memory of ${millions} M events, ${name}`,
      value: (most - before) / 2 ** 20,
      unit: 'MB RSS',
      hash: sha256,
    };
  });
}
