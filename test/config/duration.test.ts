import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration, suggestDuration } from '../../src/config/duration.ts';

describe('parseDuration', () => {
  test.each([
    ['PT10S', 10_000],
    ['PT15M', 900_000],
    ['PT1H', 3_600_000],
    ['P7D', 604_800_000],
    ['PT1H30S', 3_630_000],
    ['PT1H2M3S', 3_723_000],
    ['P1DT12H', 129_600_000],
    ['P1DT1S', 86_401_000],
    ['PT0S', 0],
    ['PT090S', 90_000],
    ['PT0.5S', 500],
    ['PT1,5S', 1500],
    ['PT0.001S', 1],
    ['PT1.001S', 1001],
    ['PT0.0001S', 0.1],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    '10S',
    'pt10s',
    'PT10',
    'PT.5S',
    'PT5.S',
    'PT0.5H',
    'PT-1S',
    '-PT1S',
    'P1M',
    'P1W',
    'P1Y',
  ])('%p is no duration', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test.each(['PT1S1M', 'PT1M1H', 'P10S', 'PT1D', 'PT10S ', ' PT10S', 'PT10S\n'])(
    '%p is no duration',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});

test('every whole number of ms comes back from its text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 * 86_400_000 }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});

test('a text of parts is the sum of its parts, and formats to one that is the same long', () => {
  const amount = fc.nat({ max: 100 });
  fc.assert(
    fc.property(amount, amount, amount, amount, (days, hours, minutes, seconds) => {
      const ms = parseDuration(`P${days}DT${hours}H${minutes}M${seconds}S`);
      expect(ms).toBe((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
      expect(parseDuration(formatDuration(ms ?? -1))).toBe(ms);
    }),
  );
});

test.each([
  [0, 'PT0S'],
  [500, 'PT0.5S'],
  [10_000, 'PT10S'],
  [90_000, 'PT1M30S'],
  [3_600_000, 'PT1H'],
  [86_400_000, 'P1D'],
  [129_600_000, 'P1DT12H'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d ms has no text', (ms) => {
  expect(() => formatDuration(ms)).toThrow(RangeError);
});

test.each([
  ['10S', 'PT10S'],
  ['10s', 'PT10S'],
  ['10', 'PT10S'],
  ['15 M', 'PT15M'],
  ['7d', 'P7D'],
  ['PT7D', 'P7D'],
  ['P10S', 'PT10S'],
  ['pt1h', 'PT1H'],
  ['soon', null],
  ['', null],
])('%p may have meant %p', (text, suggestion) => {
  expect(suggestDuration(text)).toBe(suggestion);
});
