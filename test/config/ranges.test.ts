import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { complaintsAbout } from './reading.ts';

/** A document with `value` at a dotted path. */
const at = (path: string, value: unknown): object =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

const WEIGHTS = DEFECT_KINDS.map(({ kind }) => `quality_injection.${kind}_probability`);

describe('at its bounds a field is valid', () => {
  test.each([
    ['seed', [0, 2 ** 48]],
    ['number_of_companies', [1, 1_000_000]],
    ['drivers_per_company', [1, 1000]],
    ['event_rate_per_driver', [0.000_001, 1000]],
    ['company_onboarding_interval', ['PT1S', 'P7D', 'P6DT24H']],
    ['driver_event_interval', ['PT1S', 'P7D']],
    ['missed_intervals', ['skip', 'catch_up']],
    ['active_ratio', [0, 1]],
    ['geography_weights.US', [0, 1e9]],
    ['emulated_mode.enabled', [true, false]],
    ['emulated_mode.company_batch_interval', ['PT1S', 'PT1H', 'PT60M', 'PT3600S']],
    ['emulated_mode.driver_batch_interval', ['PT1S', 'PT1H', 'PT1.0S']],
    ['emulated_mode.companies_per_batch', [1, 100]],
    ['emulated_mode.events_per_batch_min', [1, 20]],
    ['emulated_mode.events_per_batch_max', [5, 1_000_000]],
    ['quality_injection.enabled', [true, false]],
    ['quality_injection.corruption_rate', [0, 1]],
    ['quality_injection.error_rate', [0, 1]],
    ['quality_injection.inject_in_driver_events', [true, false]],
    ['quality_injection.inject_in_companies', [true, false]],
    ['quality_injection.log_injected_issues', [true, false]],
    ...WEIGHTS.map((path): [string, number[]] => [path, [0, 1e9]]),
  ] as [string, unknown[]][])('%s', (path, values) => {
    for (const value of values) expect(complaintsAbout(at(path, value))).toEqual([]);
  });
});

describe('one step outside its bounds a field is named, with what was written', () => {
  test.each([
    ['seed', -1, 'seed must be >= 0, got -1'],
    ['seed', 2 ** 48 + 1, 'seed must be <= 281474976710656, got 281474976710657'],
    ['seed', 1.5, 'seed must be a whole number, got 1.5'],
    ['seed', null, 'seed must be a number, got nothing'],
    ['number_of_companies', 0, 'number_of_companies must be >= 1, got 0'],
    ['number_of_companies', 1_000_001, 'number_of_companies must be <= 1000000, got 1000001'],
    ['drivers_per_company', 0, 'drivers_per_company must be >= 1, got 0'],
    ['drivers_per_company', 1001, 'drivers_per_company must be <= 1000, got 1001'],
    ['drivers_per_company', 0.5, 'drivers_per_company must be a whole number, got 0.5'],
    ['drivers_per_company', '10', 'drivers_per_company must be a number, got "10"'],
    ['drivers_per_company', [10], 'drivers_per_company must be a number, got a list'],
    ['event_rate_per_driver', 0, 'event_rate_per_driver must be > 0, got 0'],
    ['event_rate_per_driver', Number.POSITIVE_INFINITY, 'event_rate_per_driver must be finite, got Infinity'],
    ['event_rate_per_driver', Number.NaN, 'event_rate_per_driver must be a number, got NaN'],
    ['company_onboarding_interval', 'PT0S', 'Production interval must be >= 1 second, got PT0S'],
    ['company_onboarding_interval', 'P7DT1S', 'Production interval must be <= 7 days, got P7DT1S'],
    ['driver_event_interval', 'PT1.5S', 'Production interval must be whole seconds, got PT1.5S'],
    ['driver_event_interval', 900, 'Invalid ISO 8601 duration: 900 (did you mean PT900S?)'],
    ['missed_intervals', 'wait', 'missed_intervals must be "skip" or "catch_up", got "wait"'],
    ['active_ratio', -0.01, 'active_ratio must be >= 0, got -0.01'],
    ['active_ratio', 1.01, 'active_ratio must be <= 1, got 1.01'],
    ['geography_weights.EU', -1, 'EU must be >= 0, got -1'],
    [
      'geography_weights',
      { US: 0, EU: 0, SA: 0, AUS: 0 },
      'geography_weights must have one above 0, got 0 for all',
    ],
    ['emulated_mode.enabled', 'yes', 'enabled must be true or false, got "yes"'],
    ['emulated_mode.company_batch_interval', 'PT0S', 'Emulated interval must be >= 1 second, got PT0S'],
    ['emulated_mode.company_batch_interval', 'PT0.5S', 'Emulated interval must be >= 1 second, got PT0.5S'],
    ['emulated_mode.company_batch_interval', 'PT1.5S', 'Emulated interval must be whole seconds, got PT1.5S'],
    ['emulated_mode.company_batch_interval', 'PT1H1S', 'Emulated interval must be <= 1 hour, got PT1H1S'],
    ['emulated_mode.driver_batch_interval', 'PT2H', 'Emulated interval must be <= 1 hour, got PT2H'],
    ['emulated_mode.driver_batch_interval', '10S', 'Invalid ISO 8601 duration: 10S (did you mean PT10S?)'],
    [
      'emulated_mode.driver_batch_interval',
      'soon',
      'Invalid ISO 8601 duration: soon (write it like PT10S, PT15M or P1DT12H)',
    ],
    ['emulated_mode.companies_per_batch', 0, 'companies_per_batch must be >= 1, got 0'],
    ['emulated_mode.companies_per_batch', 101, 'companies_per_batch must be <= 100, got 101'],
    ['emulated_mode.events_per_batch_min', 0, 'events_per_batch_min must be >= 1, got 0'],
    [
      'emulated_mode.events_per_batch_max',
      3,
      'events_per_batch_max must be >= events_per_batch_min (5), got 3',
    ],
    ['emulated_mode.events_per_batch_max', 5.5, 'events_per_batch_max must be a whole number, got 5.5'],
    ['quality_injection.corruption_rate', -0.1, 'corruption_rate must be >= 0, got -0.1'],
    ['quality_injection.corruption_rate', 1.1, 'corruption_rate must be <= 1, got 1.1'],
    ['quality_injection.error_rate', 1.1, 'error_rate must be <= 1, got 1.1'],
    ['quality_injection.enabled', 1, 'enabled must be true or false, got 1'],
    ...WEIGHTS.map((path) => [path, -0.1, `${path.split('.')[1]} must be >= 0, got -0.1`]),
  ] as [string, unknown, string][])('%s: %p', (path, value, message) => {
    expect(complaintsAbout(at(path, value))).toEqual([`${message} (${path})`]);
  });
});

test('a minimum above the default maximum is told where it must be mended', () => {
  expect(complaintsAbout({ emulated_mode: { events_per_batch_min: 21 } })).toEqual([
    'events_per_batch_max must be >= events_per_batch_min (21), got 20 (emulated_mode.events_per_batch_max)',
  ]);
});

test('a corruption rate under both of its names is refused', () => {
  expect(complaintsAbout({ quality_injection: { corruption_rate: 0.3, error_rate: 0.3 } })).toEqual([
    'error_rate is another name for corruption_rate: write one of them, got 0.3 and 0.3 (quality_injection.error_rate)',
  ]);
});

describe('with every weight 0', () => {
  const noWeight = Object.fromEntries(DEFECT_KINDS.map(({ kind }) => [`${kind}_probability`, 0]));

  test.each([
    [{}, 0.05],
    [{ corruption_rate: 0.3 }, 0.3],
    [{ error_rate: 0.2 }, 0.2],
  ])('a rate above 0 is refused: %p', (rate, shown) => {
    expect(complaintsAbout({ quality_injection: { ...noWeight, ...rate } })).toEqual([
      `one <kind>_probability must be > 0 when corruption_rate is ${shown}, got 0 for all (quality_injection)`,
    ]);
  });

  test('a rate of 0 is fine', () => {
    expect(complaintsAbout({ quality_injection: { ...noWeight, corruption_rate: 0 } })).toEqual([]);
  });

  test('but for one, a rate is fine', () => {
    const one = { ...noWeight, bad_encoding_probability: 0.1 };
    expect(complaintsAbout({ quality_injection: { ...one, corruption_rate: 1 } })).toEqual([]);
  });
});
