import exp from '@stdlib/math-base-special-exp';
import gammaln from '@stdlib/math-base-special-gammaln';
import ln from '@stdlib/math-base-special-ln';
import type { Stream } from './stream.ts';

/** Below this mean, counting up the distribution is cheaper than rejection (Hörmann's bound for PTRS is 10). */
const REJECTION_FROM = 10;

/**
 * A Poisson draw: an integer ≥ 0 with mean and variance `mean` (≥ 0, finite).
 *
 * @stdlib's `exp`, `ln` and `gammaln` are ports of FreeBSD's msun in plain arithmetic: their last bits do not
 * differ between engines, as those of `Math.*` do.
 */
export function poisson(stream: Stream, mean: number): number {
  if (mean === 0) return 0;
  return mean < REJECTION_FROM ? byInversion(stream, mean) : byRejection(stream, mean);
}

/** Sequential search of the inverse (Devroye, "Non-Uniform Random Variate Generation", X.3.3, 1986). */
function byInversion(stream: Stream, mean: number): number {
  let u = stream.float();
  let k = 0;
  let probability = exp(-mean);
  while (u > probability) {
    u -= probability;
    k += 1;
    probability *= mean / k;
    // The tail that rounding leaves has no mass; without this, u could outlive it for ever.
    if (probability === 0) return k;
  }
  return k;
}

/** PTRS: transformed rejection with squeeze (Hörmann, Insurance: Mathematics and Economics 12:1, 1993). */
function byRejection(stream: Stream, mean: number): number {
  const logMean = ln(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const accepted = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.float() - 0.5;
    const v = stream.float();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= accepted) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const left = ln(v) + ln(inverseAlpha) - ln(a / (us * us) + b);
    if (left <= k * logMean - mean - gammaln(k + 1)) return k;
  }
}
