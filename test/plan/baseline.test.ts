import { expect, test } from 'vitest';
import { baselineOf, type Standing } from '../../src/plan/baseline.ts';
import type { Interval } from '../../src/plan/batch.ts';
import { at, time } from '../fixtures.ts';

const MINUTE = 60_000;
const missing = (intervalMs: number): Standing => ({ missing: true, intervalMs, settledToMs: null });
const shown = (interval: Interval | null) =>
  interval === null ? null : `${time(interval.startMs)}–${time(interval.endMs)}`;

function starts(company: Standing, driver: Standing, nowMs: number) {
  const found = baselineOf({ company, driver }, nowMs);
  return { company: found.company, driver: found.driver };
}

test('an empty folder: the driver interval that has just ended, and the companies before it', () => {
  const { company, driver } = starts(missing(10_000), missing(10_000), at('12:00:03'));
  expect(shown(driver.baseline)).toBe('11:59:50–12:00:00');
  expect(shown(company.baseline)).toBe('11:59:40–11:59:50');
  expect(company.skipToMs).toBe(at('12:00:00'));
});

test('an interval that ends this very millisecond has ended', () => {
  const { driver } = starts(missing(10_000), missing(10_000), at('12:00:10'));
  expect(shown(driver.baseline)).toBe('12:00:00–12:00:10');
});

test('companies are those of the last interval that ended at or before the start of the drivers', () => {
  const cases = [
    // [company interval, driver interval, now, company baseline, driver baseline]
    [60 * MINUTE, 15 * MINUTE, '12:20:00', '11:00:00–12:00:00', '12:00:00–12:15:00'],
    [60 * MINUTE, 15 * MINUTE, '12:14:59', '10:00:00–11:00:00', '11:45:00–12:00:00'],
    [60 * MINUTE, 15 * MINUTE, '12:00:00', '10:00:00–11:00:00', '11:45:00–12:00:00'],
    [60 * MINUTE, 15 * MINUTE, '12:15:00', '11:00:00–12:00:00', '12:00:00–12:15:00'],
    [5_000, 30_000, '12:00:03', '11:59:25–11:59:30', '11:59:30–12:00:00'],
    [7_000, 10_000, '12:00:03', '11:59:39–11:59:46', '11:59:50–12:00:00'],
  ] as const;
  for (const [companyMs, driverMs, now, companies, drivers] of cases) {
    const { company, driver } = starts(missing(companyMs), missing(driverMs), at(now));
    expect({ now, company: shown(company.baseline), driver: shown(driver.baseline) }).toEqual({
      now,
      company: companies,
      driver: drivers,
    });
    expect(company.baseline!.endMs).toBeLessThanOrEqual(driver.baseline!.startMs);
  }
});

test('nothing is missing: no baseline, no skip, and the schedule goes on where it was', () => {
  const standing = { missing: false, intervalMs: 10_000, settledToMs: at('11:50:00') };
  const { company, driver } = starts(standing, standing, at('12:00:03'));
  expect([company, driver]).toEqual([
    { baseline: null, settledToMs: at('11:50:00'), skipToMs: 0 },
    { baseline: null, settledToMs: at('11:50:00'), skipToMs: 0 },
  ]);
});

test('only the missing part is made', () => {
  const standing = { missing: false, intervalMs: 10_000, settledToMs: at('11:50:00') };
  const { company, driver } = starts(standing, missing(10_000), at('12:00:03'));
  expect(company.baseline).toBeNull();
  expect(shown(driver.baseline)).toBe('11:59:50–12:00:00');

  const other = starts(missing(10_000), standing, at('12:00:03'));
  expect(shown(other.company.baseline)).toBe('11:59:40–11:59:50');
  expect(other.driver.baseline).toBeNull();
});

test('a baseline that would lie over a published interval is not made', () => {
  const overlapping = { missing: true, intervalMs: 10_000, settledToMs: at('11:59:51') };
  expect(starts(missing(10_000), overlapping, at('12:00:03')).driver.baseline).toBeNull();
  const touching = { ...overlapping, settledToMs: at('11:59:50') };
  expect(shown(starts(missing(10_000), touching, at('12:00:03')).driver.baseline)).toBe('11:59:50–12:00:00');
});
