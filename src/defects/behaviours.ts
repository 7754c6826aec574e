import { disguisedMissing, missingField, nullValue } from './absence.ts';
import { impossibleTransition } from './history.ts';
import { boundaryViolation, epochTimestamp, malformedTimestamp, timezoneMissing } from './instants.ts';
import { extraField, renamedField } from './keys.ts';
import type { DefectKind } from './kinds.ts';
import { badEncoding, tornLine } from './line_bytes.ts';
import { orphanReference, referenceMismatch } from './references.ts';
import { conflictingDuplicate, duplicate } from './repeats.ts';
import type { Behaviour } from './site.ts';
import { enumVariant, invalidEnum, outOfRange, paddedId, typeChange } from './values.ts';

/** What each kind of defect does. */
export const BEHAVIOURS: Readonly<Record<DefectKind, Behaviour>> = {
  missing_field: missingField,
  null_value: nullValue,
  disguised_missing: disguisedMissing,
  malformed_timestamp: malformedTimestamp,
  timezone_missing: timezoneMissing,
  epoch_timestamp: epochTimestamp,
  type_change: typeChange,
  invalid_enum: invalidEnum,
  enum_variant: enumVariant,
  padded_id: paddedId,
  out_of_range: outOfRange,
  extra_field: extraField,
  renamed_field: renamedField,
  duplicate,
  conflicting_duplicate: conflictingDuplicate,
  boundary_violation: boundaryViolation,
  orphan_reference: orphanReference,
  reference_mismatch: referenceMismatch,
  impossible_transition: impossibleTransition,
  torn_line: tornLine,
  bad_encoding: badEncoding,
};
