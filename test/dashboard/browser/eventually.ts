import { setTimeout as pause } from 'node:timers/promises';

/** Bounds a hang; it measures nothing. */
const LONGEST_MS = 30_000;
const BETWEEN_MS = 50;

/**
 * Tries again and again until an attempt succeeds, and returns what it did.
 * @throws what the last attempt threw, if none does
 */
export async function eventually<T>(attempt: () => T | Promise<T>): Promise<T> {
  const endMs = Date.now() + LONGEST_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > endMs) throw error;
      await pause(BETWEEN_MS);
    }
  }
}
