import type { Generator, Interval } from './batch.ts';
import { floorTo, lastEndedBy } from './interval.ts';

/** What a folder has, before the schedule goes on. */
export type Standing = {
  /** Whether it lacks a published batch of the mode. */
  readonly missing: boolean;
  readonly intervalMs: number;
  /** End of the last interval that was published or became a gap; null before the first. */
  readonly settledToMs: number | null;
};

/** Where a generator's schedule goes on. */
export type Start = {
  /** The interval to publish at once; null if nothing is missing, or if it would overlap a settled one. */
  readonly baseline: Interval | null;
  readonly settledToMs: number;
  /** Intervals that end at or before this instant and are not settled become a gap, whatever the policy. */
  readonly skipToMs: number;
};

/**
 * The baseline at an instant: the driver interval that has just completed, and before it the last company
 * interval that ended at or before that one's start. Only missing parts are made. The company intervals
 * in between and after are skipped, so that the driver batch finds its companies settled.
 */
export function baselineOf(
  standing: Readonly<Record<Generator, Standing>>,
  nowMs: number,
): Readonly<Record<Generator, Start>> {
  const events = lastEndedBy(nowMs, standing.driver.intervalMs);
  const companies = lastEndedBy(events.startMs, standing.company.intervalMs);
  return {
    company: startOf(standing.company, companies, nowMs),
    driver: startOf(standing.driver, events, nowMs),
  };
}

function startOf({ missing, intervalMs, settledToMs }: Standing, wanted: Interval, nowMs: number): Start {
  const overlaps = settledToMs !== null && wanted.startMs < settledToMs;
  if (!missing || overlaps) {
    return { baseline: null, settledToMs: settledToMs ?? floorTo(nowMs, intervalMs), skipToMs: 0 };
  }
  return {
    baseline: wanted,
    settledToMs: settledToMs ?? wanted.startMs,
    skipToMs: floorTo(nowMs, intervalMs),
  };
}
