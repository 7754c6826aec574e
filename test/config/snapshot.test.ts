import { expect, test } from 'vitest';
import { snapshotOf } from '../../src/config/snapshot.ts';
import { settingsOf } from './reading.ts';

test('the order of the file does not reach the snapshot', () => {
  const one = settingsOf('seed: 7\ndrivers_per_company: 3\ngeography_weights: { US: 1, EU: 2 }');
  const other = settingsOf('geography_weights: { EU: 2, US: 1 }\ndrivers_per_company: 3\nseed: 7');
  expect(snapshotOf(other)).toBe(snapshotOf(one));
});

test('nor does the order in which code has made the settings', () => {
  const { mode, ...rest } = settingsOf('');
  expect(snapshotOf({ ...rest, mode })).toBe(snapshotOf({ mode, ...rest }));
});

test('the snapshot holds all of the settings, with sorted keys', () => {
  const settings = settingsOf('');
  expect(JSON.parse(snapshotOf(settings))).toEqual(settings);
  expect(snapshotOf(settings)).toMatch(
    /^{"intervalMs":{"company":3600000,"driver":900000},"logInjectedIssues":/,
  );
});

test('another setting is another snapshot', () => {
  expect(snapshotOf(settingsOf('seed: 1'))).not.toBe(snapshotOf(settingsOf('seed: 2')));
});
