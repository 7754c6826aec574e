import type { DefectKind } from './kinds.ts';

/** What each kind does to a record, for people. */
export const KIND_PROSE: Readonly<Record<DefectKind, string>> = {
  missing_field: 'the key is gone',
  null_value: 'the value is null',
  disguised_missing: 'an empty text, N/A or a zero UUID in place of the value',
  malformed_timestamp: 'month 13, 25:00, slashes, text',
  timezone_missing: 'the Z is gone',
  epoch_timestamp: 'seconds or ms since 1970, as a number',
  type_change: 'text becomes a number, a list or an object, or the other way round',
  invalid_enum: 'a value that the enum does not have',
  enum_variant: 'another case, an underscore, a typo',
  padded_id: 'a space or a zero-width character in an id',
  out_of_range: 'a latitude or longitude beyond the globe',
  extra_field: 'a key that nobody asked for',
  renamed_field: 'timestamp becomes ts, and the like',
  duplicate: 'an earlier line once more',
  conflicting_duplicate: 'the id of an earlier line with another payload',
  boundary_violation: 'a timestamp outside the interval of the batch',
  orphan_reference: 'a company or driver that does not exist',
  reference_mismatch: 'the truck of another company',
  impossible_transition: 'stopped without having started, and the like',
  torn_line: 'the line ends in the middle',
  bad_encoding: 'an invalid UTF-8 byte',
};
