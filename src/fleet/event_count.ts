import { poisson } from '../random/poisson.ts';
import { streamOf } from '../random/stream.ts';
import type { Sizing } from './sizing.ts';
import { type Stripe, shareOf } from './stripes.ts';

/** The time that `event_rate_per_driver` refers to, in ms. */
const RATE_PERIOD_MS = 15 * 60 * 1000;

/** Mean number of events of `companies` eligible companies in an interval of `intervalMs`. */
export function expectedEvents(companies: number, intervalMs: number, sizing: Sizing): number {
  if (companies === 0) return 0;
  const { eventCount } = sizing;
  if (eventCount.kind === 'uniform') return (eventCount.min + eventCount.max) / 2;
  return (companies * sizing.driversPerCompany * eventCount.ratePerDriver * intervalMs) / RATE_PERIOD_MS;
}

/**
 * How many events a stripe has. Poisson: each stripe draws its own count, whose sum is Poisson again.
 * Uniform: the batch's count is drawn once, in `[min, max]`, and shared out. Nobody eligible: none.
 */
export function drawEventCount(seed: number, stripe: Stripe, intervalMs: number, sizing: Sizing): number {
  const companies = stripe.to - stripe.from;
  if (companies === 0) return 0;
  const { eventCount } = sizing;
  if (eventCount.kind === 'poisson') {
    const stream = streamOf(seed, 'driver', 'count', stripe.index);
    return poisson(stream, expectedEvents(companies, intervalMs, sizing));
  }
  const batchCount =
    eventCount.min + streamOf(seed, 'driver', 'count', 0).below(eventCount.max - eventCount.min + 1);
  return shareOf(stripe, batchCount);
}
