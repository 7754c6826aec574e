import { type Defect, injectDefects } from '../defects/injector.ts';
import { encodeCompanies } from '../encode/company_lines.ts';
import { encodeEvents } from '../encode/event_lines.ts';
import { LineBuffer } from '../encode/line_buffer.ts';
import { encodeFacts } from '../fleet/company_facts.ts';
import { drawCompanies } from '../fleet/company_stripe.ts';
import { drawEventCount, expectedEvents } from '../fleet/event_count.ts';
import { type Stripe, stripesOf } from '../fleet/stripes.ts';
import { TripPlanner } from '../fleet/trip_planner.ts';
import { uuidText } from '../fleet/uuid.ts';
import { lengthOf } from '../plan/interval.ts';
import type { PressJob } from './job.ts';

/** One stripe's emitted lines and what is wrong in them; a view that the next stripe overwrites. */
export type PressedStripe = {
  readonly lines: LineBuffer;
  readonly defects: readonly Defect[];
  /** For a company stripe: its facts for the pool. */
  readonly facts: Uint8Array | null;
};

/** The stripes that a batch is made of, in the order in which they stand in its file. */
export function stripesOfJob({ plan, sizing, companies }: PressJob): Stripe[] {
  if (plan.generator === 'company') return stripesOf(sizing.companiesPerBatch, sizing.companiesPerBatch);
  return stripesOf(companies.count, expectedEvents(companies.count, lengthOf(plan.interval), sizing));
}

/**
 * Makes stripes: clean records, their lines, then the defects. A stripe's bytes depend on its job and its
 * index alone, so any press may make any stripe in any order. Memory is kept from one stripe to the next.
 */
export class StripePress {
  readonly #planner = new TripPlanner();
  readonly #clean = new LineBuffer();
  readonly #emitted = new LineBuffer();

  press(job: PressJob, stripe: Stripe): PressedStripe {
    this.#clean.clear();
    const facts = job.plan.generator === 'company' ? this.#companies(job, stripe) : this.#events(job, stripe);
    if (!isDirty(job)) return { lines: this.#clean, defects: [], facts };

    this.#emitted.clear();
    const defects = injectDefects(this.#clean, this.#emitted, job.quality, {
      generator: job.plan.generator,
      interval: job.plan.interval,
      seed: job.plan.seed,
      stripe: stripe.index,
      companyCount: job.companies.count,
      companyIdAt: (i) => uuidText(job.companies.ids, i),
    });
    return { lines: this.#emitted, defects, facts };
  }

  #companies({ plan, sizing }: PressJob, stripe: Stripe): Uint8Array {
    const companies = drawCompanies(plan.seed, stripe, lengthOf(plan.interval), sizing);
    encodeCompanies(this.#clean, companies, plan.interval.startMs, sizing.driversPerCompany);
    return encodeFacts(companies);
  }

  #events({ plan, sizing, companies }: PressJob, stripe: Stripe): null {
    const intervalMs = lengthOf(plan.interval);
    const events = this.#planner.draw({
      seed: plan.seed,
      stripe,
      count: drawEventCount(plan.seed, stripe, intervalMs, sizing),
      intervalMs,
      driversPerCompany: sizing.driversPerCompany,
      companies,
    });
    encodeEvents(this.#clean, events, companies, plan.interval.startMs);
    return null;
  }
}

/** Whether defects may come into a job's batch; it has an answer key then, and none otherwise. */
export function isDirty({ plan, quality }: PressJob): boolean {
  return quality.rate > 0 && (plan.generator === 'company' ? quality.inCompanies : quality.inDriverEvents);
}
