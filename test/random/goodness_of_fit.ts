/** Standard normal quantile of 0.999. */
const Z_999 = 3.0902;

/**
 * Pearson's χ² of observed counts, with its degrees of freedom. Bins that expect fewer than 5 are merged with their
 * neighbours, because the approximation needs 5.
 */
export function chiSquare(
  observed: readonly number[],
  expected: readonly number[],
): { statistic: number; degrees: number } {
  const bins: { seen: number; wanted: number }[] = [];
  let seen = 0;
  let wanted = 0;
  for (let i = 0; i < expected.length; i++) {
    seen += observed[i] ?? 0;
    wanted += expected[i]!;
    if (wanted < 5) continue;
    bins.push({ seen, wanted });
    seen = 0;
    wanted = 0;
  }
  const last = bins.at(-1);
  if (last === undefined) throw new Error('a χ² needs a bin that expects 5');
  last.seen += seen;
  last.wanted += wanted;
  const statistic = bins.reduce((sum, bin) => sum + (bin.seen - bin.wanted) ** 2 / bin.wanted, 0);
  return { statistic, degrees: bins.length - 1 };
}

/** How far beyond the 0.999 quantile of χ² the counts are, as a ratio; ≤ 1 is a fit (Wilson & Hilferty, 1931). */
export function misfit(observed: readonly number[], expected: readonly number[]): number {
  const total = observed.reduce((sum, count) => sum + count, 0);
  const planned = expected.reduce((sum, count) => sum + count, 0);
  if (Math.abs(total - planned) > 1e-6 * total) throw new Error(`${total} observed, ${planned} expected`);
  const { statistic, degrees } = chiSquare(observed, expected);
  const spread = 2 / (9 * degrees);
  return statistic / (degrees * (1 - spread + Z_999 * Math.sqrt(spread)) ** 3);
}

/** The same for counts that should all be alike. */
export function misfitOfUniform(observed: readonly number[]): number {
  const total = observed.reduce((sum, count) => sum + count, 0);
  return misfit(
    observed,
    observed.map(() => total / observed.length),
  );
}

/** How many of `values` fall into each of the bins 0 … `bins − 1`. */
export function countBins(values: Iterable<number>, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value >= bins) throw new Error(`no bin ${value} of ${bins}`);
    counts[value]! += 1;
  }
  return counts;
}

/** Mean and unbiased variance. */
export function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

/**
 * How many standard errors the mean and the variance of a sample are away from those of a Poisson distribution. Its
 * fourth central moment is λ(1 + 3λ), so the sample variance has variance (λ + 2λ²) / n.
 */
export function poissonErrors(
  values: readonly number[],
  lambda: number,
): { ofMean: number; ofVariance: number } {
  const { mean, variance } = momentsOf(values);
  const n = values.length;
  return {
    ofMean: Math.abs(mean - lambda) / Math.sqrt(lambda / n),
    ofVariance: Math.abs(variance - lambda) / Math.sqrt((lambda + 2 * lambda ** 2) / n),
  };
}

/** The Poisson probabilities of 0 … `most − 1`, and of `most` and all above in the last entry. */
export function poissonPmf(lambda: number, most: number): number[] {
  const pmf: number[] = [];
  let logFactorial = 0;
  for (let k = 0; k < most; k++) {
    if (k > 0) logFactorial += Math.log(k);
    pmf.push(Math.exp(k * Math.log(lambda) - lambda - logFactorial));
  }
  pmf.push(1 - pmf.reduce((sum, p) => sum + p, 0));
  return pmf;
}
