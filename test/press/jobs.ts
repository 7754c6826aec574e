import { DEFECT_KINDS, type DefectKind, type Quality } from '../../src/defects/kinds.ts';
import { encodeFacts } from '../../src/fleet/company_facts.ts';
import { drawCompanies } from '../../src/fleet/company_stripe.ts';
import { type EligibleCompanies, Pool } from '../../src/fleet/pool.ts';
import type { EventCount, Sizing } from '../../src/fleet/sizing.ts';
import type { Stripe } from '../../src/fleet/stripes.ts';
import type { BatchPlan } from '../../src/plan/batch.ts';
import type { Pressed, PressJob } from '../../src/press/job.ts';
import { pressBatch } from '../../src/press/press.ts';
import { StripePress } from '../../src/press/stripe_press.ts';

// The defaults are written out, not read from config/: golden hashes freeze the press, not the presets.

export const NOON = Date.parse('2025-11-09T12:00:00.000Z');
export const QUARTER_MS = 15 * 60_000;
export const PRODUCTION: EventCount = { kind: 'poisson', ratePerDriver: 3.5 };
export const EMULATED: EventCount = { kind: 'uniform', min: 5, max: 20 };

export function sizingOf(changes: Partial<Sizing> = {}): Sizing {
  return {
    companiesPerBatch: 100,
    driversPerCompany: 10,
    eventCount: PRODUCTION,
    geographyWeights: { US: 0.4, EU: 0.3, SA: 0.2, AUS: 0.1 },
    activeRatio: 0.95,
    ...changes,
  };
}

/** Every kind as likely, or those given and no other. */
export function qualityOf(rate = 0, weights?: Partial<Record<DefectKind, number>>): Quality {
  const all = DEFECT_KINDS.map(({ kind }) => [kind, weights === undefined ? 1 : (weights[kind] ?? 0)]);
  return { rate, inDriverEvents: true, inCompanies: true, weights: Object.fromEntries(all) };
}

export function planOf(changes: Partial<BatchPlan> = {}): BatchPlan {
  return {
    generator: 'driver',
    number: 1,
    mode: 'production',
    interval: { startMs: NOON, endMs: NOON + QUARTER_MS },
    seed: 42,
    poolFrom: null,
    poolTo: null,
    ...changes,
  };
}

/** One of `of` stripes, the whole of `companies` by default. */
export function wholeStripe(companies: number): Stripe {
  return { index: 0, of: 1, from: 0, to: companies };
}

/** `count` active companies of one batch. */
export function companiesOf(count: number, seed = 42): EligibleCompanies {
  const sizing = sizingOf({ companiesPerBatch: count, activeRatio: 1 });
  const pool = new Pool();
  pool.append(1, NOON, encodeFacts(drawCompanies(seed, wholeStripe(count), 3_600_000, sizing)));
  return pool.eligibleAt(NOON).companies;
}

const NOBODY = new Pool().eligibleAt(NOON).companies;

export function jobOf(changes: Partial<PressJob> = {}): PressJob {
  return { plan: planOf(), sizing: sizingOf(), quality: qualityOf(), companies: NOBODY, ...changes };
}

/** A company batch that ended when {@link planOf}'s driver interval begins. */
export function companyJobOf(changes: Partial<Omit<PressJob, 'plan'>> = {}, seed = 42): PressJob {
  const interval = { startMs: NOON - 3_600_000, endMs: NOON };
  return jobOf({ plan: planOf({ generator: 'company', interval, seed }), ...changes });
}

/** A driver batch of `count` companies. */
export function driverJobOf(count = 100, changes: Partial<Omit<PressJob, 'companies'>> = {}): PressJob {
  return jobOf({ companies: companiesOf(count), ...changes });
}

/** A batch and its bytes. */
export function press(
  job: PressJob,
  stripePress = new StripePress(),
  writeKey?: (bytes: Uint8Array) => void,
): { pressed: Pressed; bytes: Buffer } {
  const parts: Uint8Array[] = [];
  // The press overwrites the view once the call returns.
  const pressed = pressBatch(job, (bytes) => void parts.push(bytes.slice()), stripePress, writeKey);
  return { pressed, bytes: Buffer.concat(parts) };
}

/** The lines of a batch, without their newlines. */
export function linesOf(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const lines = bytes.toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no newline');
  return lines;
}
