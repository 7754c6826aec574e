/** The value that `share` of the ascending values do not exceed, by nearest rank; null of none. Of fewer than 1 / (1 − share), it is the largest. */
export function percentile(ascending: readonly number[], share: number): number | null {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? null;
}
