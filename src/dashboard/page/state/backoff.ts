const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** Waits differ by so much, so that many tabs do not come back at once. */
const SPREAD = 0.2;

/**
 * How long to wait before the next try, in ms: a second, then twice as long each time, up to half a minute.
 * @param failures tries in a row that failed, 1 or more
 * @param chance a number in [0, 1)
 */
export function backoffMs(failures: number, chance: number): number {
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(wait * (1 + SPREAD * (2 * chance - 1)));
}
