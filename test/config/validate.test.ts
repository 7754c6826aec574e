import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { validate } from '../../src/cli/validate.ts';

const folder = mkdtempSync(join(tmpdir(), 'tachograph-validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(yaml: string) {
  const file = join(folder, 'config.yaml');
  writeFileSync(file, yaml);
  return runOn(file);
}

function runOn(file: string) {
  const out: string[] = [];
  const err: string[] = [];
  const code = validate(file, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    bytes: () => {},
  });
  return { code, out, err };
}

test('a valid emulated config: mode and intervals, exit 0', () => {
  expect(run('emulated_mode: { enabled: true }')).toEqual({
    code: 0,
    out: ['Mode: emulated', 'Company interval: PT10S', 'Driver interval: PT10S'],
    err: [],
  });
});

test('a valid production config shows its intervals in their shortest form', () => {
  expect(run('company_onboarding_interval: PT24H\ndriver_event_interval: PT90S')).toEqual({
    code: 0,
    out: ['Mode: production', 'Company interval: P1D', 'Driver interval: PT1M30S'],
    err: [],
  });
});

test('an invalid config: one line a problem, exit 2, nothing else', () => {
  const yaml = `
emulated_mode:
  company_batch_interval: PT0.5S
  driver_batch_interval: 10S
  events_per_batch_max: 3
`;
  expect(run(yaml)).toEqual({
    code: 2,
    out: [],
    err: [
      'ERROR Config validation failed: Emulated interval must be >= 1 second, got PT0.5S (emulated_mode.company_batch_interval)',
      'ERROR Config validation failed: Invalid ISO 8601 duration: 10S (did you mean PT10S?) (emulated_mode.driver_batch_interval)',
      'ERROR Config validation failed: events_per_batch_max must be >= events_per_batch_min (5), got 3 (emulated_mode.events_per_batch_max)',
    ],
  });
});

test('a missing file: its path, exit 2', () => {
  const missing = join(folder, 'missing.yaml');
  const { code, out, err } = runOn(missing);
  expect({ code, out }).toEqual({ code: 2, out: [] });
  expect(err.join('\n')).toContain(missing);
});
