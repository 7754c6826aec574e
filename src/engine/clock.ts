/** The one door to time. */
export interface Clock {
  /** The wall clock in epoch microseconds. It may step, forward or back. */
  nowUs(): number;
  /** Resolves at a wall-clock instant, in epoch ms, never before it (null: never), or at once when the signal is aborted. */
  sleepUntil(atMs: number | null, signal: AbortSignal): Promise<void>;
}
