/** What DESIGN §4 and §7 say of records and kinds, written down a second time: nothing here comes from src. */

export type Generator = 'driver' | 'company';

/** Every kind with the dimension it harms and the scope in which it shows. */
export const KINDS = {
  missing_field: ['completeness', 'row'],
  null_value: ['completeness', 'row'],
  disguised_missing: ['completeness', 'row'],
  malformed_timestamp: ['validity', 'row'],
  timezone_missing: ['validity', 'row'],
  epoch_timestamp: ['consistency', 'row'],
  type_change: ['validity', 'row'],
  invalid_enum: ['validity', 'row'],
  enum_variant: ['consistency', 'row'],
  padded_id: ['consistency', 'row'],
  out_of_range: ['validity', 'row'],
  extra_field: ['consistency', 'row'],
  renamed_field: ['consistency', 'row'],
  duplicate: ['uniqueness', 'batch'],
  conflicting_duplicate: ['uniqueness', 'batch'],
  boundary_violation: ['accuracy', 'batch'],
  orphan_reference: ['consistency', 'reference'],
  reference_mismatch: ['consistency', 'reference'],
  impossible_transition: ['consistency', 'history'],
  torn_line: ['validity', 'bytes'],
  bad_encoding: ['validity', 'bytes'],
} as const;

export type Kind = keyof typeof KINDS;

export const ALL_KINDS = Object.keys(KINDS) as Kind[];

/** The kinds that need what a company's record has not: a place, a reference, a history. */
const OF_EVENTS_ALONE: readonly Kind[] = [
  'out_of_range',
  'orphan_reference',
  'reference_mismatch',
  'impossible_transition',
];

/** The kinds that a generator's records can have. */
export const KINDS_OF: Readonly<Record<Generator, readonly Kind[]>> = {
  driver: ALL_KINDS,
  company: ALL_KINDS.filter((kind) => !OF_EVENTS_ALONE.includes(kind)),
};

/** The names of a record, in their order. */
export const FIELDS: Readonly<Record<Generator, readonly string[]>> = {
  driver: ['event_id', 'driver_id', 'company_id', 'truck_id', 'event_type', 'timestamp', 'location'],
  company: ['company_id', 'company_name', 'geography', 'active', 'drivers_count', 'created_at'],
};

/** The names within `location`, in their order. */
export const LOCATION_FIELDS: readonly string[] = ['lat', 'lon'];

/** The field that identifies a record. */
export const ID_FIELD: Readonly<Record<Generator, string>> = { driver: 'event_id', company: 'company_id' };

/** The greatest value of a coordinate, in degrees; the least is its negative. */
export const GREATEST: Readonly<Record<string, number>> = { 'location.lat': 90, 'location.lon': 180 };

/** The fields with a fixed set of values. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  event_type: ['start driving', 'stopped driving', 'delivered'],
  geography: ['US', 'EU', 'SA', 'AUS'],
};

export const TIME_FIELDS: readonly string[] = ['timestamp', 'created_at'];

/** What stands for a value that is not there. */
export const DISGUISES: readonly string[] = ['', 'N/A', '00000000-0000-0000-0000-000000000000'];
