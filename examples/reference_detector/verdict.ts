export type Generator = 'driver' | 'company';

/** What can be wrong with a record; a verdict may name one. */
export type Kind =
  | 'missing_field'
  | 'null_value'
  | 'disguised_missing'
  | 'malformed_timestamp'
  | 'timezone_missing'
  | 'epoch_timestamp'
  | 'type_change'
  | 'invalid_enum'
  | 'enum_variant'
  | 'padded_id'
  | 'out_of_range'
  | 'extra_field'
  | 'renamed_field'
  | 'duplicate'
  | 'conflicting_duplicate'
  | 'boundary_violation'
  | 'orphan_reference'
  | 'reference_mismatch'
  | 'impossible_transition'
  | 'torn_line'
  | 'bad_encoding';

/** What a rule says of a value: its own name, and the kind where the rule proves it. */
export type Problem = { readonly rule: string; readonly kind?: Kind };

/** A problem and the field it is in, `location.lat` style; none where the whole line is wrong. */
export type Finding = Problem & { readonly field?: string };

/** A finding on a line, counted from 1. */
export type LineFinding = Finding & { readonly line: number };

/** One line of the NDJSON that a pipeline reports. */
export type Verdict = {
  readonly generator: Generator;
  readonly batch_id: string;
  /** 1-based. */
  readonly line: number;
  readonly rule: string;
  readonly kind?: Kind;
  readonly field?: string;
  readonly action: 'quarantine';
};
