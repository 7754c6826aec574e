/** The 97.5 % quantile of the normal distribution: 95 % lie between it and its negative. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval of a proportion at 95 %: which true shares are compatible with `hits` of `trials`.
 * E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209–212.
 *
 * @returns `[low, high]` within 0–1; null where nothing was tried
 */
export function wilson(hits: number, trials: number): readonly [number, number] | null {
  if (trials === 0) return null;
  const share = hits / trials;
  const z2 = Z * Z;
  const middle = share + z2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share) + z2 / (4 * trials)) / trials);
  const scale = 1 + z2 / trials;
  // At the ends the formula gives 0 and 1, but for rounding.
  const low = hits === 0 ? 0 : (middle - half) / scale;
  const high = hits === trials ? 1 : (middle + half) / scale;
  return [low, high];
}
