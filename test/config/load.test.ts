import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BUILT_IN_SOURCE, loadSettings } from '../../src/config/load.ts';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { settingsOf } from './reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tachograph-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DEFAULT_WEIGHTS = Object.fromEntries(DEFECT_KINDS.map(({ kind, weight }) => [kind, weight]));

describe('where settings come from', () => {
  const active = join(folder, 'active.yaml');
  const named = join(folder, 'named.yaml');
  writeFileSync(active, 'seed: 1\n');
  writeFileSync(named, 'seed: 2\n');

  test('a named file goes before the active one', () => {
    expect(loadSettings(named, active)).toMatchObject({ ok: true, source: named, settings: { seed: 2 } });
  });

  test('the active file is read where none is named', () => {
    expect(loadSettings(undefined, active)).toMatchObject({
      ok: true,
      source: active,
      settings: { seed: 1 },
    });
  });

  test('without either, the built-in default counts', () => {
    const loaded = loadSettings(undefined, join(folder, 'none.yaml'));
    expect(loaded).toMatchObject({
      ok: true,
      source: BUILT_IN_SOURCE,
      settings: { mode: 'emulated', seed: 42 },
    });
  });

  test('a named file that is missing is a problem with its path and the way out', () => {
    const missing = join(folder, 'none.yaml');
    const loaded = loadSettings(missing, active);
    expect(loaded.ok ? [] : loaded.problems).toEqual([
      {
        path: missing,
        message: `No such file: ${missing}; copy a preset there, e.g. cp config/config.emulated.yaml ${missing}`,
        written: missing,
      },
    ]);
  });

  test('a folder in the place of the file is a problem, even where the default could stand in', () => {
    const loaded = loadSettings(undefined, folder);
    expect(loaded.ok ? [] : loaded.problems).toHaveLength(1);
  });
});

test.each(['', '# nothing\n', '---\n', '{}'])('an empty file means every default: %p', (yaml) => {
  expect(settingsOf(yaml)).toEqual({
    mode: 'production',
    seed: null,
    intervalMs: { company: 3_600_000, driver: 900_000 },
    missedIntervals: 'skip',
    sizing: {
      companiesPerBatch: 100,
      driversPerCompany: 10,
      eventCount: { kind: 'poisson', ratePerDriver: 3.5 },
      geographyWeights: { US: 0.4, EU: 0.3, SA: 0.2, AUS: 0.1 },
      activeRatio: 0.95,
    },
    quality: { rate: 0, inDriverEvents: true, inCompanies: true, weights: DEFAULT_WEIGHTS },
    logInjectedIssues: false,
  });
});

test('emulated mode takes its own sizes and intervals, and shares the rest', () => {
  const { mode, intervalMs, sizing } = settingsOf(`
drivers_per_company: 7
geography_weights: { US: 1 }
active_ratio: 0.5
emulated_mode:
  enabled: true
  company_batch_interval: PT30S
  driver_batch_interval: PT1M
  companies_per_batch: 3
  events_per_batch_min: 4
  events_per_batch_max: 4
`);
  expect(mode).toBe('emulated');
  expect(intervalMs).toEqual({ company: 30_000, driver: 60_000 });
  expect(sizing).toEqual({
    companiesPerBatch: 3,
    driversPerCompany: 7,
    eventCount: { kind: 'uniform', min: 4, max: 4 },
    geographyWeights: { US: 1, EU: 0.3, SA: 0.2, AUS: 0.1 },
    activeRatio: 0.5,
  });
});

test('emulated mode that is only written, not enabled, leaves production in force', () => {
  const { mode, intervalMs } = settingsOf('emulated_mode: { company_batch_interval: PT5S }');
  expect(mode).toBe('production');
  expect(intervalMs).toEqual({ company: 3_600_000, driver: 900_000 });
});

test('a file in the style of the prototype loads', () => {
  const settings = settingsOf(`
seed: 42
number_of_companies: 100
drivers_per_company: 10
event_rate_per_driver: 3.5
company_onboarding_interval: PT1H
quality_injection:
  enabled: true
  error_rate: 0.2
  missing_field_probability: 0.5
  null_value_probability: 0
  inject_in_companies: false
  log_injected_issues: true
`);
  expect(settings.mode).toBe('production');
  expect(settings.intervalMs.driver).toBe(900_000);
  expect(settings.logInjectedIssues).toBe(true);
  expect(settings.quality).toEqual({
    rate: 0.2,
    inDriverEvents: true,
    inCompanies: false,
    weights: { ...DEFAULT_WEIGHTS, missing_field: 0.5, null_value: 0 },
  });
});

test.each([
  [{ enabled: true }, 0.05],
  [{ enabled: true, corruption_rate: 0.3 }, 0.3],
  [{ enabled: true, corruption_rate: 0 }, 0],
  [{ corruption_rate: 0.3 }, 0],
])('the rate in force of %p is %d', (quality_injection, rate) => {
  expect(settingsOf({ quality_injection }).quality.rate).toBe(rate);
});
