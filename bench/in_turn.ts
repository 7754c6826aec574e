/** What a way made, and how long the fastest of its rounds took. */
export type Best<T> = { readonly made: T; readonly seconds: number };

/**
 * Takes each way once a round, one after the other, so that a machine that is slow for a while is so for all of them, and keeps
 * each way's fastest round. A round before those that count warms up.
 */
export function measureInTurn<T>(
  rounds: number,
  ways: Readonly<Record<string, () => T>>,
): Map<string, Best<T>> {
  const best = new Map<string, Best<T>>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const startedMs = performance.now();
      const made = way();
      const seconds = (performance.now() - startedMs) / 1000;
      if (round > 0 && seconds < (best.get(name)?.seconds ?? Infinity)) best.set(name, { made, seconds });
    }
  }
  return best;
}
