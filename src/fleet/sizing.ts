export const GEOGRAPHIES = ['US', 'EU', 'SA', 'AUS'] as const;
export type Geography = (typeof GEOGRAPHIES)[number];

/** How many events a driver batch has: a Poisson count that grows with the fleet, or a bounded uniform one. */
export type EventCount =
  | { readonly kind: 'poisson' /** Events per driver per 15 minutes. */; readonly ratePerDriver: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number };

/** How large the fleet is and how busy. */
export type Sizing = {
  readonly companiesPerBatch: number;
  readonly driversPerCompany: number;
  readonly eventCount: EventCount;
  /** Relative weights, ≥ 0, not all 0. */
  readonly geographyWeights: Readonly<Record<Geography, number>>;
  /** Probability that a company is active, 0–1. */
  readonly activeRatio: number;
};
