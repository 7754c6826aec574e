import * as v from 'valibot';
import { KIND_PROSE } from '../defects/kind_prose.ts';
import { DEFECT_KINDS, type DefectKind } from '../defects/kinds.ts';
import { interval, type Longest, positive, share, weight, whole } from './fields.ts';

const EMULATED_LONGEST: Longest = { ms: 3_600_000, words: '1 hour' };
const PRODUCTION_LONGEST: Longest = { ms: 7 * 86_400_000, words: '7 days' };

const emulatedInterval = (prose: string) => interval('Emulated interval', EMULATED_LONGEST, prose);
const productionInterval = (prose: string) => interval('Production interval', PRODUCTION_LONGEST, prose);

const EmulatedMode = v.pipe(
  v.strictObject({
    enabled: v.optional(
      v.pipe(v.boolean(), v.description('Publish small batches fast instead of production-sized ones.')),
      false,
    ),
    company_batch_interval: v.optional(emulatedInterval('Time between company batches'), 'PT10S'),
    driver_batch_interval: v.optional(emulatedInterval('Time between driver batches'), 'PT10S'),
    companies_per_batch: v.optional(
      v.pipe(whole(1, 100), v.description('New companies per company batch.')),
      10,
    ),
    events_per_batch_min: v.optional(v.pipe(whole(1), v.description('Fewest events of a driver batch.')), 5),
    // Its lower bound is events_per_batch_min, checked below.
    events_per_batch_max: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.maxValue(Number.MAX_SAFE_INTEGER),
        v.metadata({
          description: 'Most events of a driver batch, >= events_per_batch_min.',
          'x-range': '>= events_per_batch_min',
        }),
      ),
      20,
    ),
  }),
  v.description('Fast cadence for development. Checked even when it is not enabled.'),
  v.forward(
    v.partialCheck(
      [['events_per_batch_min'], ['events_per_batch_max']],
      (mode) => mode.events_per_batch_max >= mode.events_per_batch_min,
      ({ input: { events_per_batch_min: min, events_per_batch_max: max } }) =>
        `events_per_batch_max must be >= events_per_batch_min (${min}), got ${max}`,
    ),
    ['events_per_batch_max'],
  ),
);

const GeographyWeights = v.pipe(
  v.strictObject({
    US: v.optional(v.pipe(weight(), v.description('Weight of the United States.')), 0.4),
    EU: v.optional(v.pipe(weight(), v.description('Weight of Europe.')), 0.3),
    SA: v.optional(v.pipe(weight(), v.description('Weight of South America.')), 0.2),
    AUS: v.optional(v.pipe(weight(), v.description('Weight of Australia.')), 0.1),
  }),
  v.description(
    'Where companies are at home, by relative weight. One left out keeps its default; 0 turns it off.',
  ),
  v.partialCheck(
    [['US'], ['EU'], ['SA'], ['AUS']],
    ({ US, EU, SA, AUS }) => US > 0 || EU > 0 || SA > 0 || AUS > 0,
    'geography_weights must have one above 0, got 0 for all',
  ),
);

const DEFAULT_CORRUPTION_RATE = 0.05;

type WeightName = `${DefectKind}_probability`;
const weightName = (kind: DefectKind): WeightName => `${kind}_probability`;
const WEIGHT_NAMES = DEFECT_KINDS.map(({ kind }) => weightName(kind));

const defectWeight = (prose: string, byDefault: number) =>
  v.optional(v.pipe(weight(), v.description(prose)), byDefault);
const DEFECT_WEIGHTS = Object.fromEntries(
  DEFECT_KINDS.map(({ kind, dimension, scope, weight: byDefault }) => [
    weightName(kind),
    defectWeight(`Weight of ${kind}: ${KIND_PROSE[kind]} (${dimension}; visible in: ${scope}).`, byDefault),
  ]),
) as Record<WeightName, ReturnType<typeof defectWeight>>;

const QualityInjection = v.pipe(
  v.strictObject({
    enabled: v.optional(v.pipe(v.boolean(), v.description('Make some lines dirty, in known ways.')), false),
    // Its default is applied by corruptionRate(), because only there is it known that the alias is not given either.
    corruption_rate: v.optional(
      v.pipe(
        share(),
        v.metadata({
          description: 'Probability that a line gets one defect, 0 to 1.',
          default: DEFAULT_CORRUPTION_RATE,
        }),
      ),
    ),
    error_rate: v.optional(
      v.pipe(share(), v.description('Another name for corruption_rate; write one of them.')),
    ),
    inject_in_driver_events: v.optional(
      v.pipe(v.boolean(), v.description('Defects in driver events.')),
      true,
    ),
    inject_in_companies: v.optional(v.pipe(v.boolean(), v.description('Defects in companies.')), true),
    log_injected_issues: v.optional(
      v.pipe(v.boolean(), v.description('Log with each batch how many defects of each kind it has.')),
      false,
    ),
    ...DEFECT_WEIGHTS,
  }),
  v.description('Defects, and how they are drawn.'),
  v.forward(
    v.partialCheck(
      [['corruption_rate'], ['error_rate']],
      (quality) => quality.corruption_rate === undefined || quality.error_rate === undefined,
      ({ input: { corruption_rate, error_rate } }) =>
        `error_rate is another name for corruption_rate: write one of them, got ${error_rate} and ${corruption_rate}`,
    ),
    ['error_rate'],
  ),
  v.partialCheck(
    [['corruption_rate'], ['error_rate'], ...WEIGHT_NAMES.map((name) => [name] as const)],
    (quality) => corruptionRate(quality) === 0 || WEIGHT_NAMES.some((name) => quality[name] > 0),
    ({ input }) =>
      `one <kind>_probability must be > 0 when corruption_rate is ${corruptionRate(input)}, got 0 for all`,
  ),
);

/** The rate in force, 0–1, whichever of its two names the file uses. */
export function corruptionRate(quality: {
  corruption_rate?: number | undefined;
  error_rate?: number | undefined;
}): number {
  return quality.corruption_rate ?? quality.error_rate ?? DEFAULT_CORRUPTION_RATE;
}

/**
 * The config file: every field once, with its type, bounds, default and prose; `config/config.schema.json` is generated
 * from here. Checks across fields are partial checks: they run, and so report, beside the problems of other fields.
 */
export const ConfigFile = v.pipe(
  v.strictObject({
    seed: v.optional(
      v.pipe(
        whole(0, 2 ** 48),
        v.description('Seed of batch 1. Left out: drawn once and kept with the dataset.'),
      ),
    ),
    number_of_companies: v.optional(
      v.pipe(whole(1, 1_000_000), v.description('New companies per company batch (production).')),
      100,
    ),
    drivers_per_company: v.optional(v.pipe(whole(1, 1000), v.description('Drivers of every company.')), 10),
    event_rate_per_driver: v.optional(
      v.pipe(positive(), v.description('Mean number of events per driver per 15 minutes (production).')),
      3.5,
    ),
    company_onboarding_interval: v.optional(
      productionInterval('Time between company batches (production)'),
      'PT1H',
    ),
    driver_event_interval: v.optional(
      productionInterval('Time between driver batches (production)'),
      'PT15M',
    ),
    missed_intervals: v.optional(
      v.pipe(
        v.picklist(['skip', 'catch_up']),
        v.description(
          'Intervals that ended while nothing could be published: skip them, or publish them first.',
        ),
      ),
      'skip',
    ),
    active_ratio: v.optional(
      v.pipe(share(), v.description('Probability that a company is active, 0 to 1.')),
      0.95,
    ),
    geography_weights: v.optional(GeographyWeights, {}),
    emulated_mode: v.optional(EmulatedMode, {}),
    quality_injection: v.optional(QualityInjection, {}),
  }),
  v.title('Tachograph config'),
  v.description('What is published, how much, how often and how dirty.'),
);

export type ConfigFile = v.InferOutput<typeof ConfigFile>;
