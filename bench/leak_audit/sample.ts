import type { DefectKind } from '../../src/defects/kinds.ts';
import { type CompanyStripe, drawCompanies } from '../../src/fleet/company_stripe.ts';
import type { EligibleCompanies } from '../../src/fleet/pool.ts';
import type { Generator } from '../../src/plan/batch.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress } from '../../src/press/stripe_press.ts';
import { NOON, planOf, qualityOf, sizingOf, wholeStripe } from '../../test/press/jobs.ts';
import { pressStripe } from '../../test/press/whole_stripe.ts';
import { readLine } from './read_line.ts';
import { type Feature, surfaceOf } from './surface.ts';

/** What batches are like. All of them have one stripe. */
export type BatchShape = {
  readonly name: string;
  readonly generator: Generator;
  readonly intervalMs: number;
  /** Companies that drive in a driver batch. */
  readonly companies: number;
  /** Fewest and most lines of a batch; every count between is as likely. */
  readonly lines: readonly [min: number, max: number];
};

export const SHAPES = {
  large: {
    name: 'events, 2,000',
    generator: 'driver',
    intervalMs: 900_000,
    companies: 1000,
    lines: [2000, 2000],
  },
  small: { name: 'events, 5–20', generator: 'driver', intervalMs: 10_000, companies: 10, lines: [5, 20] },
  company: {
    name: 'companies, 100',
    generator: 'company',
    intervalMs: 3_600_000,
    companies: 0,
    lines: [100, 100],
  },
} as const satisfies Record<string, BatchShape>;

export type SampleOrder = {
  readonly shape: BatchShape;
  /** The only kind of defect. */
  readonly kind: DefectKind;
  /** Share of dirty lines, 0–1. */
  readonly rate: number;
  /** About how many lines. */
  readonly lines: number;
  readonly seed: number;
  /** Changes every dirty line once more. */
  readonly plant?: (line: string) => string;
};

/** The surface of many lines: entry i of each array is line i. */
export type Sample = {
  readonly features: readonly Feature[];
  /** `columns[f][i]`: the bin of line i in feature f. */
  readonly columns: readonly Uint8Array[];
  readonly isDirty: Uint8Array;
  /** 1 for the first line of a batch. */
  readonly isFirst: Uint8Array;
  /** 1 for the lines of every other batch: the half to test on. */
  readonly isTest: Uint8Array;
};

/**
 * Presses batches and reads their surface. Every batch has companies of its own, and so many that few lines share one: if one
 * fleet drove in all of them, a model could learn by heart who exists, which is to find an orphan by what it is.
 */
export function sampleOf({ shape, kind, rate, lines, seed, plant }: SampleOrder): Sample {
  const [min, max] = shape.lines;
  const batches = 2 * Math.ceil(lines / (min + max));
  const fleet = drawFleet(batches * shape.companies, seed);
  const features = surfaceOf(shape.generator);
  const columns = features.map(() => new Uint8Array(batches * max));
  const [isDirty, isFirst, isTest] = [0, 1, 2].map(() => new Uint8Array(batches * max));
  const stripePress = new StripePress();
  const decoder = new TextDecoder();
  let at = 0;

  for (let batch = 0; batch < batches; batch++) {
    const startMs = NOON + batch * shape.intervalMs;
    const companies = windowOf(fleet, batch * shape.companies, shape.companies);
    const job: PressJob = {
      plan: planOf({
        generator: shape.generator,
        number: batch + 1,
        interval: { startMs, endMs: startMs + shape.intervalMs },
        seed: seed + batch,
      }),
      sizing: sizingOf({ companiesPerBatch: max, eventCount: { kind: 'uniform', min, max } }),
      quality: qualityOf(rate, { [kind]: 1 }),
      companies,
    };
    const stripe = wholeStripe(shape.generator === 'company' ? max : shape.companies);
    const pressed = pressStripe(job, stripe, stripePress);
    const dirty = new Set(pressed.defects.map(({ line }) => line));
    const texts = decoder.decode(pressed.bytes).split('\n').slice(0, -1);
    for (const [i, text] of texts.entries()) {
      const isStruck = dirty.has(i);
      const line = readLine(isStruck && plant ? plant(text) : text, i, texts.length);
      for (const [f, { binOf }] of features.entries()) columns[f]![at] = binOf(line);
      isDirty![at] = Number(isStruck);
      isFirst![at] = Number(i === 0);
      isTest![at] = batch % 2;
      at += 1;
    }
  }
  const filled = (column: Uint8Array) => column.subarray(0, at);
  return {
    features,
    columns: columns.map(filled),
    isDirty: filled(isDirty!),
    isFirst: filled(isFirst!),
    isTest: filled(isTest!),
  };
}

function drawFleet(count: number, seed: number): CompanyStripe {
  return drawCompanies(seed, wholeStripe(count), 3_600_000, sizingOf());
}

function windowOf(fleet: CompanyStripe, from: number, count: number): EligibleCompanies {
  return {
    count,
    ids: fleet.ids.subarray(4 * from, 4 * (from + count)),
    homeLat: fleet.homeLat.subarray(from, from + count),
    homeLon: fleet.homeLon.subarray(from, from + count),
  };
}
