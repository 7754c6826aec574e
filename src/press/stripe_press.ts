import { type Defect, DefectInjector } from '../defects/injector.ts';
import { CompanyLines } from '../encode/company_lines.ts';
import { EventLines } from '../encode/event_lines.ts';
import { LineBuffer } from '../encode/line_buffer.ts';
import type { LineSource } from '../encode/line_source.ts';
import { encodeFacts } from '../fleet/company_facts.ts';
import { drawCompanies } from '../fleet/company_stripe.ts';
import { drawEventCount, expectedEvents } from '../fleet/event_count.ts';
import { type Stripe, stripesOf } from '../fleet/stripes.ts';
import { TripPlanner } from '../fleet/trip_planner.ts';
import { uuidText } from '../fleet/uuid.ts';
import { lengthOf } from '../plan/interval.ts';
import type { PressJob } from './job.ts';

/** 300 KB of events: they are hashed and written while they are still in a core's second cache. */
const RUN_LINES = 1024;

/** Some of a stripe's emitted lines and what is wrong in them; views that the next run overwrites. */
export type Run = {
  readonly lines: LineBuffer;
  /** 0-based number, within the stripe, of the first of the lines. */
  readonly firstLine: number;
  readonly defects: readonly Defect[];
};

/** The stripes that a batch is made of, in the order in which they stand in its file. */
export function stripesOfJob({ plan, sizing, companies }: PressJob): Stripe[] {
  if (plan.generator === 'company') return stripesOf(sizing.companiesPerBatch, sizing.companiesPerBatch);
  return stripesOf(companies.count, expectedEvents(companies.count, lengthOf(plan.interval), sizing));
}

/** How many events, and so lines, a stripe of a driver batch has. */
export function eventCountOf({ plan, sizing }: PressJob, stripe: Stripe): number {
  return drawEventCount(plan.seed, stripe, lengthOf(plan.interval), sizing);
}

/**
 * Makes stripes: clean records, and then, a run at a time, their lines with the defects. A stripe's bytes depend on its job
 * and its index alone, so any press may make any stripe in any order. Memory is kept from one stripe to the next: columns of
 * the records, the dirty lines, and one run.
 */
export class StripePress {
  readonly #planner = new TripPlanner();
  readonly #events = new EventLines();
  readonly #injector = new DefectInjector();
  readonly #run = new LineBuffer();

  /** Hands over the stripe's lines in order. Returns a company stripe's facts for the pool, null for one of events. */
  press(job: PressJob, stripe: Stripe, take: (run: Run) => void): Uint8Array | null {
    if (job.plan.generator === 'driver') {
      this.#emit(job, stripe, this.#drawEvents(job, stripe), take);
      return null;
    }
    const { plan, sizing } = job;
    const companies = drawCompanies(plan.seed, stripe, lengthOf(plan.interval), sizing);
    const lines = new CompanyLines(companies, plan.interval.startMs, sizing.driversPerCompany);
    this.#emit(job, stripe, lines, take);
    return encodeFacts(companies);
  }

  #drawEvents(job: PressJob, stripe: Stripe): LineSource {
    const { plan, sizing, companies } = job;
    const events = this.#planner.draw({
      seed: plan.seed,
      stripe,
      count: eventCountOf(job, stripe),
      intervalMs: lengthOf(plan.interval),
      driversPerCompany: sizing.driversPerCompany,
      companies,
    });
    this.#events.open(events, companies, plan.interval.startMs);
    return this.#events;
  }

  #emit(job: PressJob, stripe: Stripe, clean: LineSource, take: (run: Run) => void): void {
    const injector = isDirty(job) ? this.#injector : null;
    injector?.open(clean, job.quality, {
      generator: job.plan.generator,
      interval: job.plan.interval,
      seed: job.plan.seed,
      stripe: stripe.index,
      companyCount: job.companies.count,
      companyIdAt: (i) => uuidText(job.companies.ids, i),
    });
    const lines = this.#run;
    for (let firstLine = 0; firstLine < clean.lineCount; firstLine += RUN_LINES) {
      const to = Math.min(firstLine + RUN_LINES, clean.lineCount);
      lines.clear();
      if (injector === null) clean.writeLines(lines, firstLine, to);
      take({ lines, firstLine, defects: injector?.emit(lines, to) ?? [] });
    }
  }
}

/** Whether defects may come into a job's batch; it has an answer key then, and none otherwise. */
export function isDirty({ plan, quality }: PressJob): boolean {
  return quality.rate > 0 && (plan.generator === 'company' ? quality.inCompanies : quality.inDriverEvents);
}
