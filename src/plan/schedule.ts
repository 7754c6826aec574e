import type { Generator, Interval } from './batch.ts';
import { ceilTo, floorTo } from './interval.ts';

/** What becomes of intervals that ended while nothing could be published. */
export type MissedIntervals = 'skip' | 'catch_up';

/** What the schedule knows of a generator. */
export type Track = {
  readonly generator: Generator;
  readonly intervalMs: number;
  /** End of the last interval that was published or became a gap. */
  readonly settledToMs: number;
  /** The interval that is wanted as a baseline and not planned yet. */
  readonly baseline: Interval | null;
  /** Intervals that end at or before this instant become a gap under either policy. */
  readonly skipToMs: number;
  /** The batch that is planned and not published yet. */
  readonly pending: { readonly interval: Interval; readonly staged: boolean } | null;
};

/** What to do next. */
export type Step =
  | {
      readonly kind: 'gap';
      readonly generator: Generator;
      readonly fromMs: number;
      readonly toMs: number;
      readonly reason: 'baseline' | 'overlap' | 'missed';
    }
  | {
      readonly kind: 'plan';
      readonly generator: Generator;
      readonly interval: Interval;
      readonly cause: 'schedule' | 'baseline' | 'catch_up';
    }
  /** These generators' pending batches are due, in this order. */
  | { readonly kind: 'publish'; readonly generators: readonly Generator[] }
  /** Nothing to do until this instant; null: until a batch is staged. */
  | { readonly kind: 'wait'; readonly untilMs: number | null };

/**
 * The one thing to do next, by arithmetic on the clock alone: due times are multiples of the interval, so
 * nothing drifts, and whoever asks again after a jump of the clock gets the right answer.
 */
export function nextStep(
  company: Track,
  driver: Track,
  missedIntervals: MissedIntervals,
  nowMs: number,
): Step {
  const gap = gapOf(company, missedIntervals, nowMs) ?? gapOf(driver, missedIntervals, nowMs);
  if (gap !== null) return gap;

  const inOrder = headOf(company).endMs <= headOf(driver).endMs ? [company, driver] : [driver, company];
  for (const track of inOrder) {
    if (track.pending === null && isDecidable(track, company, nowMs)) return planOf(track, nowMs);
  }
  return publicationOf(inOrder, nowMs);
}

/** The interval that a generator settles next. */
export function headOf(track: Track): Interval {
  if (track.pending !== null) return track.pending.interval;
  if (track.baseline !== null) return track.baseline;
  const startMs = ceilTo(track.settledToMs, track.intervalMs);
  return { startMs, endMs: startMs + track.intervalMs };
}

/**
 * Intervals that have ended and will not be published: those before a baseline, one that begins before the last
 * published end, and missed ones. One that has not ended is no gap yet: under other settings it may never be due.
 */
function gapOf(track: Track, missedIntervals: MissedIntervals, nowMs: number): Step | null {
  if (track.pending !== null) return null;
  const { generator, intervalMs, settledToMs, baseline, skipToMs } = track;
  const fromMs = floorTo(settledToMs, intervalMs);
  const gapTo = (toMs: number, reason: 'baseline' | 'overlap' | 'missed'): Step | null =>
    fromMs < toMs && toMs <= nowMs ? { kind: 'gap', generator, fromMs, toMs, reason } : null;
  if (baseline !== null) return gapTo(baseline.startMs, 'baseline');
  return (
    gapTo(skipToMs, 'baseline') ??
    gapTo(ceilTo(settledToMs, intervalMs), 'overlap') ??
    (missedIntervals === 'skip' ? gapTo(floorTo(nowMs, intervalMs), 'missed') : null)
  );
}

/** An interval that has begun; for a driver batch, every company batch that ended at or before its start is settled. */
function isDecidable(track: Track, company: Track, nowMs: number): boolean {
  const { startMs } = headOf(track);
  return startMs <= nowMs && (track === company || headOf(company).endMs > startMs);
}

function planOf(track: Track, nowMs: number): Step {
  const interval = headOf(track);
  const cause = track.baseline !== null ? 'baseline' : interval.endMs <= nowMs ? 'catch_up' : 'schedule';
  return { kind: 'plan', generator: track.generator, interval, cause };
}

/** What is due and staged, in order; nothing overtakes a batch that is still being made. */
function publicationOf(inOrder: readonly Track[], nowMs: number): Step {
  const due: Generator[] = [];
  for (const track of inOrder) {
    const { endMs } = headOf(track);
    // What ends later waits for all that the other generator has yet to settle before that.
    const isOnBoundary = endMs <= nowMs && endMs === headOf(inOrder[0]!).endMs;
    if (!isOnBoundary || track.pending?.staged !== true) break;
    due.push(track.generator);
  }
  if (due.length > 0) return { kind: 'publish', generators: due };
  const untilMs = Math.min(...inOrder.map((track) => nextBoundary(track, nowMs)));
  return { kind: 'wait', untilMs: untilMs > nowMs ? untilMs : null };
}

/** When a generator has something to do: at its interval's end, or at its start if that is still to come. */
function nextBoundary(track: Track, nowMs: number): number {
  const { startMs, endMs } = headOf(track);
  return track.pending === null && startMs > nowMs ? startMs : endMs;
}
