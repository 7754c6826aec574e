/** Which property of good data a defect breaks. */
export type Dimension = 'completeness' | 'validity' | 'consistency' | 'uniqueness' | 'accuracy';

/** How much a pipeline must look at to see a defect: its row, its batch, other files, the driver's past, or raw bytes. */
export type Scope = 'row' | 'batch' | 'reference' | 'history' | 'bytes';

/**
 * Every kind of defect: what it breaks, where it shows, and its weight among the kinds.
 * A weight of 0 turns a kind off; the two that break the line itself are off by default.
 */
export const DEFECT_KINDS = [
  { kind: 'missing_field', dimension: 'completeness', scope: 'row', weight: 0.3 },
  { kind: 'null_value', dimension: 'completeness', scope: 'row', weight: 0.3 },
  { kind: 'disguised_missing', dimension: 'completeness', scope: 'row', weight: 0.1 },
  { kind: 'malformed_timestamp', dimension: 'validity', scope: 'row', weight: 0.2 },
  { kind: 'timezone_missing', dimension: 'validity', scope: 'row', weight: 0.1 },
  { kind: 'epoch_timestamp', dimension: 'consistency', scope: 'row', weight: 0.1 },
  { kind: 'type_change', dimension: 'validity', scope: 'row', weight: 0.1 },
  { kind: 'invalid_enum', dimension: 'validity', scope: 'row', weight: 0.1 },
  { kind: 'enum_variant', dimension: 'consistency', scope: 'row', weight: 0.1 },
  { kind: 'padded_id', dimension: 'consistency', scope: 'row', weight: 0.05 },
  { kind: 'out_of_range', dimension: 'validity', scope: 'row', weight: 0.05 },
  { kind: 'extra_field', dimension: 'consistency', scope: 'row', weight: 0.1 },
  { kind: 'renamed_field', dimension: 'consistency', scope: 'row', weight: 0.05 },
  { kind: 'duplicate', dimension: 'uniqueness', scope: 'batch', weight: 0.05 },
  { kind: 'conflicting_duplicate', dimension: 'uniqueness', scope: 'batch', weight: 0.05 },
  { kind: 'boundary_violation', dimension: 'accuracy', scope: 'batch', weight: 0.05 },
  { kind: 'orphan_reference', dimension: 'consistency', scope: 'reference', weight: 0.1 },
  { kind: 'reference_mismatch', dimension: 'consistency', scope: 'reference', weight: 0.05 },
  { kind: 'impossible_transition', dimension: 'consistency', scope: 'history', weight: 0.1 },
  { kind: 'torn_line', dimension: 'validity', scope: 'bytes', weight: 0 },
  { kind: 'bad_encoding', dimension: 'validity', scope: 'bytes', weight: 0 },
] as const satisfies readonly {
  kind: string;
  dimension: Dimension;
  scope: Scope;
  weight: number;
}[];

export type DefectKind = (typeof DEFECT_KINDS)[number]['kind'];

/** How dirty the data is. */
export type Quality = {
  /** Probability that a line is dirty, 0–1; 0 when injection is off. */
  readonly rate: number;
  readonly inDriverEvents: boolean;
  readonly inCompanies: boolean;
  /** Relative weights, ≥ 0; not all 0 when `rate` > 0. */
  readonly weights: Readonly<Record<DefectKind, number>>;
};
