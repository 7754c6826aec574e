import type { Sizing } from '../../src/fleet/sizing.ts';
import { batchIdOf } from '../../src/plan/batch_id.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import {
  companiesOf,
  EMULATED,
  jobOf,
  PRODUCTION,
  planOf,
  press,
  qualityOf,
  sizingOf,
} from '../press/jobs.ts';
import type { Generator } from './contract.ts';
import type { BatchPair } from './differ.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Intervals of 1 s to a week, at the ends of days, months and years and the beginning of the epoch. */
const INTERVALS = [
  { startMs: Date.UTC(2025, 10, 9, 12), lengthMs: 15 * MINUTE_MS },
  { startMs: Date.UTC(2025, 10, 9, 12), lengthMs: 10 * SECOND_MS },
  { startMs: Date.UTC(2025, 11, 31, 23, 59, 50), lengthMs: 10 * SECOND_MS },
  { startMs: Date.UTC(2024, 1, 29), lengthMs: HOUR_MS },
  { startMs: 0, lengthMs: 15 * MINUTE_MS },
  { startMs: Date.UTC(2026, 8, 30, 23, 59, 59), lengthMs: SECOND_MS },
  { startMs: Date.UTC(2026, 0, 1), lengthMs: 7 * 24 * HOUR_MS },
];

/** A few seeds are as large as seeds may be. */
function seedOf(n: number): number {
  return n % 10 === 9 ? 2 ** 48 - n : n;
}

/**
 * A small batch, another one for every `n` ≥ 0: about 5 to 40 events of 1 to 4 companies, or 1 to 24 companies.
 * The way to count, the interval and the number of drivers go round as `n` grows.
 */
export function smallJob(generator: Generator, n: number, quality: PressJob['quality']): PressJob {
  const { startMs, lengthMs } = INTERVALS[n % INTERVALS.length]!;
  const interval = { startMs, endMs: startMs + lengthMs };
  const plan = planOf({ generator, interval, seed: seedOf(n) });
  if (generator === 'company') {
    const drivers = n % 5 === 0 ? 1000 : 1 + (n % 20);
    const sizing = sizingOf({ companiesPerBatch: 1 + (n % 24), driversPerCompany: drivers });
    return jobOf({ plan, quality, sizing });
  }
  const companies = 1 + (n % 4);
  const sizing = sizingOf(n % 3 === 0 ? productionSizing(companies, lengthMs) : emulatedSizing(n));
  return jobOf({ plan, quality, sizing, companies: companiesOf(companies, 1 + (n % 5)) });
}

/** About 25 events, however long the interval. */
function productionSizing(companies: number, lengthMs: number): Partial<Sizing> {
  const driversPerCompany = 3;
  const ratePerDriver = (25 * 15 * MINUTE_MS) / (lengthMs * companies * driversPerCompany);
  return { driversPerCompany, eventCount: { ...PRODUCTION, ratePerDriver } as Sizing['eventCount'] };
}

function emulatedSizing(n: number): Partial<Sizing> {
  return { driversPerCompany: n % 7 === 0 ? 1000 : 1 + (n % 6), eventCount: EMULATED };
}

const stripePress = new StripePress();

/** A job's batch, without and with its defects. */
export function pairOf(job: PressJob): BatchPair {
  const { generator, interval } = job.plan;
  const clean = press({ ...job, quality: qualityOf(0) }, stripePress).bytes;
  const dirty = press(job, stripePress).bytes;
  return { generator, batchId: batchIdOf(interval.startMs), interval, clean, dirty };
}
