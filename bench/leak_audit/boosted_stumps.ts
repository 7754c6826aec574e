import { BINS } from './surface.ts';

/** Cases by column: `columns[f][i]` is the bin of case i in feature f, `isPositive[i]` 1 or 0. */
export type Cases = { readonly columns: readonly Uint8Array[]; readonly isPositive: Uint8Array };

/** An additive model: a case's score is the sum over features of the part of the bin it falls in. */
export type Model = {
  /** Parts by feature, one a bin; only features that were chosen have any, in the order of their first choice. */
  readonly parts: ReadonlyMap<number, Float64Array>;
  /** Of the same features: how far above chance their gain was when first chosen, in standard deviations. */
  readonly surprise: ReadonlyMap<number, number>;
};

/** What a feature offers in a round. */
type Stump = { readonly feature: number; readonly surprise: number; readonly steps: Float64Array };

const SHRINKAGE = 0.3;
/** Added to every bin's weight, so that a bin of few cases says little. */
const PENALTY = 5;

/**
 * Logistic regression on the bins of all features, one-hot, fitted by boosting: each round takes one feature and moves
 * the parts of all its bins by a Newton step −G / (H + λ), where G and H are the sums of the loss's first and second
 * derivative in the bin (Friedman, Hastie & Tibshirani, "Additive logistic regression", Annals of Statistics 28:2, 2000;
 * the penalty λ as in Chen & Guestrin, "XGBoost", KDD 2016, eq. 5). A stump with a leaf a bin finds at once what one with a
 * threshold needs many rounds for: a single odd digit, every other line.
 *
 * It adds and never multiplies, so it cannot hold one field against another. That is wanted: trees would find a truck of another
 * company by comparing digits, and so the defect, not a leak.
 *
 * The feature is the one whose gain surprises most. Nothing is drawn, so the same cases give the same model.
 */
export function fitStumps({ columns, isPositive }: Cases, rounds: number): Model {
  const cases = isPositive.length;
  const share = isPositive.reduce((sum, is) => sum + is, 0) / cases;
  const scores = new Float64Array(cases).fill(Math.log(share / (1 - share)));
  const gradients = new Float64Array(cases);
  const curvatures = new Float64Array(cases);
  const parts = new Map<number, Float64Array>();
  const surprise = new Map<number, number>();

  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < cases; i++) {
      const probability = 1 / (1 + Math.exp(-scores[i]!));
      gradients[i] = probability - isPositive[i]!;
      curvatures[i] = probability * (1 - probability);
    }
    const { feature, steps, ...best } = columns
      .map((_, f) => stumpOf(f, columns[f]!, gradients, curvatures))
      .reduce((most, stump) => (stump.surprise > most.surprise ? stump : most));

    const part = parts.get(feature) ?? new Float64Array(BINS);
    if (!parts.has(feature)) surprise.set(feature, best.surprise);
    parts.set(feature, part);
    for (let bin = 0; bin < BINS; bin++) part[bin]! += steps[bin]!;
    const column = columns[feature]!;
    for (let i = 0; i < cases; i++) scores[i]! += steps[column[i]!]!;
  }
  return { parts, surprise };
}

/** The model's score of each case, higher for what looks positive. */
export function scoresOf({ parts }: Model, columns: readonly Uint8Array[], cases: number): Float64Array {
  const scores = new Float64Array(cases);
  for (const [feature, part] of parts) {
    const column = columns[feature]!;
    for (let i = 0; i < cases; i++) scores[i]! += part[column[i]!]!;
  }
  return scores;
}

function stumpOf(
  feature: number,
  column: Uint8Array,
  gradients: Float64Array,
  curvatures: Float64Array,
): Stump {
  const g = new Float64Array(BINS);
  const h = new Float64Array(BINS);
  for (let i = 0; i < column.length; i++) {
    const bin = column[i]!;
    g[bin]! += gradients[i]!;
    h[bin]! += curvatures[i]!;
  }
  const steps = new Float64Array(BINS);
  let gain = 0;
  let filled = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (h[bin] === 0) continue;
    steps[bin] = (-SHRINKAGE * g[bin]!) / (h[bin]! + PENALTY);
    gain += g[bin]! ** 2 / (h[bin]! + PENALTY);
    filled += 1;
  }
  return { feature, surprise: surpriseOf(gain, filled - 1), steps };
}

/**
 * By how many standard deviations a gain is above chance. If the feature tells nothing, Σ G² / H is about χ² with `freedom`
 * degrees of freedom (it is the score test), whose cube root is about normal: Wilson & Hilferty, "The distribution of
 * chi-square", PNAS 17:12 (1931). −∞ without freedom: a feature that all lines share cannot tell them apart.
 */
function surpriseOf(gain: number, freedom: number): number {
  if (freedom < 1) return Number.NEGATIVE_INFINITY;
  const variance = 2 / (9 * freedom);
  return (Math.cbrt(gain / freedom) - (1 - variance)) / Math.sqrt(variance);
}
