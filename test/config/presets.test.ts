import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BUILT_IN_SOURCE, loadSettings } from '../../src/config/load.ts';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { settingsOf } from './reading.ts';

const CONFIG = new URL('../../config/', import.meta.url);
const textOf = (preset: string) => readFileSync(new URL(preset, CONFIG), 'utf8');

const PRESETS = {
  'config.base.yaml': { mode: 'production', companies: 100, company: 3_600_000, driver: 900_000 },
  'config.small.yaml': { mode: 'production', companies: 10, company: 3_600_000, driver: 900_000 },
  'config.scaling.yaml': { mode: 'production', companies: 10_000, company: 3_600_000, driver: 900_000 },
  'config.emulated.yaml': { mode: 'emulated', companies: 10, company: 10_000, driver: 10_000 },
  'config.emulated.5s.yaml': { mode: 'emulated', companies: 5, company: 5000, driver: 5000 },
  'config.emulated.30s.yaml': { mode: 'emulated', companies: 20, company: 30_000, driver: 30_000 },
  'config.quality_injection.yaml': { mode: 'emulated', companies: 10, company: 10_000, driver: 10_000 },
};

test('the table has every preset', () => {
  const files = readdirSync(CONFIG).filter((file) => file.endsWith('.yaml') && file !== 'config.active.yaml');
  expect(files.toSorted()).toEqual(Object.keys(PRESETS).toSorted());
});

test.each(Object.entries(PRESETS))('%s is valid, seeded with 42, and what it says', (preset, expected) => {
  const { mode, seed, intervalMs, sizing } = settingsOf(textOf(preset));
  expect(seed).toBe(42);
  expect({ mode, companies: sizing.companiesPerBatch, ...intervalMs }).toEqual(expected);
});

test.each(Object.keys(PRESETS))('%s tells editors its schema', (preset) => {
  const [firstLine] = textOf(preset).split('\n');
  expect(firstLine).toBe('# yaml-language-server: $schema=./config.schema.json');
});

test.each([
  ['config.emulated.yaml', 5, 20],
  ['config.emulated.5s.yaml', 3, 10],
  ['config.emulated.30s.yaml', 10, 50],
])('%s has the batch sizes of the quickstart', (preset, min, max) => {
  expect(settingsOf(textOf(preset)).sizing.eventCount).toEqual({ kind: 'uniform', min, max });
});

test('the built-in default is the emulated preset', () => {
  const builtIn = loadSettings(undefined, 'config/no such file.yaml');
  expect(builtIn).toEqual({
    ok: true,
    source: BUILT_IN_SOURCE,
    settings: settingsOf(textOf('config.emulated.yaml')),
  });
});

test('the base preset is the defaults, seeded', () => {
  expect(settingsOf(textOf('config.base.yaml'))).toEqual({ ...settingsOf(''), seed: 42 });
});

test('the preset of defects writes out every kind with its default weight', () => {
  const written = [...textOf('config.quality_injection.yaml').matchAll(/^ {2}(\w+)_probability: ([\d.]+)/gm)];
  expect(written.map(([, kind, weight]) => [kind, Number(weight)])).toEqual(
    DEFECT_KINDS.map(({ kind, weight }) => [kind, weight]),
  );
});

test("the quickstart's own file is the emulated preset", () => {
  const quickstart = `
seed: 42
number_of_companies: 100        # Production value (unused when emulated)
drivers_per_company: 10
event_rate_per_driver: 3.5
company_onboarding_interval: PT1H   # Production value
driver_event_interval: PT15M        # Production value

# Enable emulated mode
emulated_mode:
  enabled: true
  company_batch_interval: PT10S   # 10-second cadence
  driver_batch_interval: PT10S
  companies_per_batch: 10
  events_per_batch_min: 5
  events_per_batch_max: 20

# Optional: Enable quality injection
quality_injection:
  enabled: true
  corruption_rate: 0.3
`;
  expect(settingsOf(quickstart)).toEqual(settingsOf(textOf('config.emulated.yaml')));
});
