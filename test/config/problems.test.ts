import { expect, test } from 'vitest';
import { parseSettings } from '../../src/config/load.ts';
import { complaintsAbout } from './reading.ts';

test('every problem of a file is reported, across sections and kinds', () => {
  const complaints = complaintsAbout(`
sed: 42
nmber_of_companies: 10
drivers_per_company: 0
geography_weights: { US: 0, EU: 0, SA: 0, AUS: 0, ASIA: 1 }
emulated_mode:
  company_batch_interval: PT0.5S
  driver_batch_interval: 10S
  events_per_batch_max: 3
  events: 7
quality_injection:
  enabled: yes
  corruption_rate: 0.1
  error_rate: 0.2
`);
  expect(complaints.toSorted()).toEqual(
    [
      'Unknown key: sed (did you mean seed?) (sed)',
      'Unknown key: nmber_of_companies (did you mean number_of_companies?) (nmber_of_companies)',
      'drivers_per_company must be >= 1, got 0 (drivers_per_company)',
      'geography_weights must have one above 0, got 0 for all (geography_weights)',
      'Unknown key: geography_weights.ASIA (did you mean SA?) (geography_weights.ASIA)',
      'Emulated interval must be >= 1 second, got PT0.5S (emulated_mode.company_batch_interval)',
      'Invalid ISO 8601 duration: 10S (did you mean PT10S?) (emulated_mode.driver_batch_interval)',
      'events_per_batch_max must be >= events_per_batch_min (5), got 3 (emulated_mode.events_per_batch_max)',
      'Unknown key: emulated_mode.events (did you mean enabled?) (emulated_mode.events)',
      'enabled must be true or false, got "yes" (quality_injection.enabled)',
      'error_rate is another name for corruption_rate: write one of them, got 0.2 and 0.1 (quality_injection.error_rate)',
    ].toSorted(),
  );
});

test.each([
  ['quality_injection: { missing_feld_probability: 1 }', 'did you mean missing_field_probability?'],
  ['corruption_rate: 0.3', 'did you mean quality_injection.corruption_rate?'],
  ['emulated_mode: { drivers_per_company: 3 }', 'did you mean drivers_per_company?'],
  ['constructor: 1', 'Unknown key: constructor '],
  ['__proto__: 1', 'Unknown key: __proto__ '],
  ['0: 1', 'Unknown key: 0 '],
])('an unknown key has a suggestion: %s', (yaml, words) => {
  const complaints = complaintsAbout(yaml);
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toContain(words);
});

test.each([
  ['emulated_mode:', 'emulated_mode must be a mapping (key: value lines), got nothing (emulated_mode)'],
  ['emulated_mode: []', 'emulated_mode must be a mapping (key: value lines), got a list (emulated_mode)'],
  ['emulated_mode: true', 'emulated_mode must be a mapping (key: value lines), got true (emulated_mode)'],
  ['- seed: 42', 'the file must be a mapping (key: value lines), got a list (test.yaml)'],
  ['seed', 'the file must be a mapping (key: value lines), got seed (test.yaml)'],
  ['42', 'the file must be a mapping (key: value lines), got 42 (test.yaml)'],
])('what is no mapping is one problem: %s', (yaml, complaint) => {
  expect(complaintsAbout(yaml)).toEqual([complaint]);
});

test.each([
  ['seed: 42\nemulated_mode: [\n', 3],
  ['seed: 1\nseed: 2', 2],
  ['seed: 1\nemulated_mode:\n\tenabled: true', 3],
  ['seed: 1\n---\nseed: 2', 2],
])('a syntax error is one problem, with its line: %p', (yaml, line) => {
  const complaints = complaintsAbout(yaml);
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toMatch(
    new RegExp(`^Invalid YAML: .* at line ${line}, column \\d+.* \\(test\\.yaml\\)$`),
  );
});

test('a syntax error shows the line as it was written', () => {
  expect(complaintsAbout('seed: 1\nseed: 2')[0]).toContain('got seed: 2');
});

test('an alias of nothing, and a mapping that contains itself, are problems like others', () => {
  expect(complaintsAbout('seed: *nowhere')[0]).toContain('nowhere');
  expect(complaintsAbout('emulated_mode: &a { x: *a }')[0]).toContain('emulated_mode.x');
});

test('problems are data: the path, the message, and the value as written', () => {
  expect(parseSettings('emulated_mode: { driver_batch_interval: 10S }', 'test.yaml')).toEqual({
    ok: false,
    source: 'test.yaml',
    problems: [
      {
        path: 'emulated_mode.driver_batch_interval',
        message: 'Invalid ISO 8601 duration: 10S (did you mean PT10S?)',
        written: '10S',
      },
    ],
  });
});

test('a value of several lines still makes one line', () => {
  const [complaint] = complaintsAbout({ emulated_mode: { driver_batch_interval: 'PT10S\nPT20S\n' } });
  expect(complaint).toContain('PT10S PT20S');
  expect(complaint).not.toContain('\n');
});
