import type { BackfillProgress } from '../engine/backfill.ts';

/**
 * `42 %, 1234 batches, 56000 records/s, 12.3 MB/s, 34 s left`.
 * @param fraction of the span, 0–1, and how much of it this process has filled by itself
 */
export function backfillText(
  { batches, records, bytes }: BackfillProgress,
  fraction: { readonly done: number; readonly own: number },
  seconds: number,
): string {
  const perSecond = (count: number) => count / Math.max(seconds, 0.001);
  const leftSeconds = Math.ceil(((1 - fraction.done) * seconds) / fraction.own);
  return [
    `${Math.floor(100 * fraction.done)} %`,
    `${batches} batches`,
    `${Math.round(perSecond(records))} records/s`,
    `${(perSecond(bytes) / 1e6).toFixed(1)} MB/s`,
    fraction.own > 0 ? `${spanOf(leftSeconds)} left` : 'time left unknown',
  ].join(', ');
}

/** `90 s`, `12 min`, `3 h`. */
function spanOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
