/** How many records a stripe is sized for. */
export const STRIPE_RECORDS = 65_536;

/** A consecutive part `[from, to)` of a batch's companies, generated on its own. */
export type Stripe = {
  readonly index: number;
  readonly of: number;
  readonly from: number;
  readonly to: number;
};

/**
 * Cuts `companies` into stripes of about `STRIPE_RECORDS` expected records each, by whole companies.
 *
 * @param expectedRecords mean number of records of the whole batch, ≥ 0
 * @returns at least one stripe, and at most one a company
 */
export function stripesOf(companies: number, expectedRecords: number): Stripe[] {
  const wanted = Math.ceil(expectedRecords / STRIPE_RECORDS);
  const of = Math.max(1, Math.min(companies, wanted));
  return Array.from({ length: of }, (_, index) => ({
    index,
    of,
    from: Math.floor((index * companies) / of),
    to: Math.floor(((index + 1) * companies) / of),
  }));
}

/** The share of `total` that falls to a stripe: shares differ by at most one and add up to `total`. */
export function shareOf(stripe: Stripe, total: number): number {
  return (
    Math.floor(((stripe.index + 1) * total) / stripe.of) - Math.floor((stripe.index * total) / stripe.of)
  );
}
