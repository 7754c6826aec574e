/** Normal quantile of a two-sided 95 % interval. */
const Z_95 = 1.959964;

/** An area under the ROC curve and its 95 % interval, all in [0, 1]. */
export type Auc = { readonly area: number; readonly low: number; readonly high: number };

/**
 * The area under the ROC curve of the scores: how often a positive scores higher than a negative, ties counting half
 * (the Mann–Whitney statistic over n₊ n₋). Needs one of each at least.
 *
 * @param scores one a case
 * @param isPositive 1 or 0 a case
 */
export function aucOf(scores: Float64Array, isPositive: Uint8Array): Auc {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tied = 0;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) {
      tied += isPositive[order[to]!]!;
    }
    // Equal scores share the mean of their ranks, which count from 1.
    rankSum += (tied * (from + 1 + to)) / 2;
    positives += tied;
    from = to;
  }
  const negatives = order.length - positives;
  const area = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  const error = standardError(area, positives, negatives);
  return { area, low: Math.max(0, area - Z_95 * error), high: Math.min(1, area + Z_95 * error) };
}

/**
 * Standard error of an area: Hanley & McNeil, "The meaning and use of the area under a receiver operating
 * characteristic (ROC) curve", Radiology 143:1 (1982), 29–36, with their Q₁ and Q₂ for exponential scores.
 *
 * At area ½ it is the exact √((n₊ + n₋ + 1) / 12 n₊ n₋) of the Mann–Whitney test without ties, which supposes no more than that
 * dirty lines are chosen by lot. Where the defect replaces ids too, clean lines of a driver are alike and dirty ones are
 * not, which makes the true error a little larger: by a tenth if there are three lines a driver and ten clean ones a dirty one.
 */
export function standardError(area: number, positives: number, negatives: number): number {
  const q1 = area / (2 - area);
  const q2 = (2 * area * area) / (1 + area);
  const variance =
    area * (1 - area) + (positives - 1) * (q1 - area * area) + (negatives - 1) * (q2 - area * area);
  return Math.sqrt(variance / (positives * negatives));
}
