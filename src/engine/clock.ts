/** The one door to time. */
export interface Clock {
  /** The wall clock in epoch microseconds. It may step, forward or back. */
  nowUs(): number;
  /**
   * Resolves at a wall-clock instant, in epoch ms (null: never), when the signal is aborted, or after half a minute:
   * the clock may have stepped, so whoever waited looks at it again.
   */
  sleepUntil(atMs: number | null, signal: AbortSignal): Promise<void>;
}

/** The wall clock in epoch ms. */
export function nowMsOf(clock: Clock): number {
  return Math.floor(clock.nowUs() / 1000);
}
