import { DEFECT_KINDS, type DefectKind, type Quality, type Scope } from '../../../src/defects/kinds.ts';
import { type EligibleCompanies, Pool } from '../../../src/fleet/pool.ts';
import type { EventCount, Sizing } from '../../../src/fleet/sizing.ts';
import { batchIdOf } from '../../../src/plan/batch_id.ts';
import type { PressJob } from '../../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../../src/press/stripe_press.ts';
import type { Batch } from '../detect.ts';
import { CompanyRegister, type KnownCompanies } from '../known_companies.ts';

/** A batch, and what is wrong in it. */
export type KeyedBatch = {
  readonly batch: Batch;
  /** Kind of the defect by line, from 1. */
  readonly key: ReadonlyMap<number, DefectKind>;
  /** The clean records, in order of lines. */
  readonly clean: readonly { readonly driver_id?: string }[];
};

/** How many batches of which size, and how dirty. */
export type SampleOrder = {
  /** Company batches, all published before the driver batches. */
  readonly companyBatches: number;
  readonly companiesPerBatch: number;
  readonly driverBatches: number;
  /** Events of each driver batch. */
  readonly eventCount: EventCount;
  readonly intervalMs: number;
  readonly quality: Quality;
  /** Seed of the first batch of each generator. */
  readonly seed: number;
};

const START_MS = Date.parse('2026-01-05T06:00:00.000Z');
const DRIVERS_PER_COMPANY = 10;
const NOBODY = new Pool().eligibleAt(START_MS).companies;

/** Defects of the default weights, or of those given and no others. */
export function qualityOf(rate: number, weights?: Partial<Record<DefectKind, number>>): Quality {
  const all = DEFECT_KINDS.map(({ kind, weight }) => [kind, weights ? (weights[kind] ?? 0) : weight]);
  return { rate, inDriverEvents: true, inCompanies: true, weights: Object.fromEntries(all) };
}

export function scopeOf(kind: DefectKind): Scope {
  return DEFECT_KINDS.find((row) => row.kind === kind)!.scope;
}

/** The batches of a dataset as its readers would find them, first the company batches; each is made when it is asked for. */
export function* sample(order: SampleOrder): Generator<KeyedBatch> {
  const stripePress = new StripePress();
  const sizing: Sizing = {
    companiesPerBatch: order.companiesPerBatch,
    driversPerCompany: DRIVERS_PER_COMPANY,
    eventCount: order.eventCount,
    geographyWeights: { US: 0.4, EU: 0.3, SA: 0.2, AUS: 0.1 },
    activeRatio: 0.95,
  };
  const jobOf = (generator: 'company' | 'driver', i: number, companies: EligibleCompanies): PressJob => {
    const slot = generator === 'company' ? i : order.companyBatches + i;
    const startMs = START_MS + slot * order.intervalMs;
    return {
      plan: {
        generator,
        number: i + 1,
        mode: order.eventCount.kind === 'poisson' ? 'production' : 'emulated',
        interval: { startMs, endMs: startMs + order.intervalMs },
        seed: order.seed + i,
        poolFrom: null,
        poolTo: null,
      },
      sizing,
      quality: order.quality,
      companies,
    };
  };

  const pool = new Pool();
  const register = new CompanyRegister();
  for (let i = 0; i < order.companyBatches; i++) {
    const job = jobOf('company', i, NOBODY);
    const { keyed, facts } = pressed(job, register.soFar(), stripePress);
    yield keyed;
    register.read(keyed.batch.bytes);
    pool.append(i + 1, job.plan.interval.endMs, facts);
  }
  const { companies } = pool.eligibleAt(START_MS + order.companyBatches * order.intervalMs);
  for (let i = 0; i < order.driverBatches; i++) {
    yield pressed(jobOf('driver', i, companies), register.soFar(), stripePress).keyed;
  }
}

function pressed(
  job: PressJob,
  companies: KnownCompanies,
  stripePress: StripePress,
): { keyed: KeyedBatch; facts: Uint8Array } {
  const { generator, interval } = job.plan;
  const key = new Map<number, DefectKind>();
  const dirty: Uint8Array[] = [];
  const clean: Uint8Array[] = [];
  const facts: Uint8Array[] = [];
  let lineCount = 0;
  // The press overwrites its views at the next run.
  for (const stripe of stripesOfJob(job)) {
    const stripeLine = lineCount + 1;
    const stripeFacts = stripePress.press(job, stripe, ({ lines, defects }) => {
      for (const { line, kind } of defects) key.set(stripeLine + line, kind);
      lineCount += lines.lineCount;
      dirty.push(lines.view().slice());
    });
    if (stripeFacts !== null) facts.push(stripeFacts);
    stripePress.press({ ...job, quality: qualityOf(0) }, stripe, ({ lines }) =>
      clean.push(lines.view().slice()),
    );
  }
  const batch: Batch = {
    generator,
    batchId: batchIdOf(interval.startMs),
    intervalStartMs: interval.startMs,
    intervalEndMs: interval.endMs,
    bytes: Buffer.concat(dirty),
    companies,
  };
  return { keyed: { batch, key, clean: recordsOf(Buffer.concat(clean)) }, facts: Buffer.concat(facts) };
}

function recordsOf(bytes: Buffer): { driver_id?: string }[] {
  return bytes
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
