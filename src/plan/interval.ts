import type { Interval } from './batch.ts';

/** Start of the interval of length `intervalMs` that `atMs` lies in. */
export function floorTo(atMs: number, intervalMs: number): number {
  return Math.floor(atMs / intervalMs) * intervalMs;
}

/** The first boundary at or after `atMs`. */
export function ceilTo(atMs: number, intervalMs: number): number {
  return Math.ceil(atMs / intervalMs) * intervalMs;
}

/** The last interval that ended at or before `atMs`. */
export function lastEndedBy(atMs: number, intervalMs: number): Interval {
  const endMs = floorTo(atMs, intervalMs);
  return { startMs: endMs - intervalMs, endMs };
}

/** Length of an interval in ms. */
export function lengthOf(interval: Interval): number {
  return interval.endMs - interval.startMs;
}
