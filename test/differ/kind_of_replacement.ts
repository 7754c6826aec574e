import type { CleanBatch } from './clean_batch.ts';
import { DISGUISES, ENUMS, type Generator, GREATEST, ID_FIELD, type Kind, TIME_FIELDS } from './contract.ts';
import type { EmittedBatch } from './emitted_batch.ts';
import type { Json } from './key_line.ts';
import { isVariantOf } from './spelling.ts';

/** When a batch's records happened: `[startMs, endMs)`, in ms since the epoch. */
export type Interval = { readonly startMs: number; readonly endMs: number };

/** Where a changed record stands. */
export type Surroundings = {
  readonly generator: Generator;
  readonly interval: Interval;
  /** 0-based. */
  readonly line: number;
  readonly clean: CleanBatch;
  readonly emitted: EmittedBatch;
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
// `trim` leaves the zero-width ones.
const PADDING = /[\s\u200b-\u200d\u2060\ufeff]/g;

/**
 * The kind of a value replaced by another one, or null where DESIGN §7 knows none. What the new value alone
 * tells comes first (nothing there, then its type), then what the field makes of it.
 *
 * @param field its name with dots
 */
export function kindOfReplacement(field: string, before: Json, after: Json, at: Surroundings): Kind | null {
  if (after === null) return 'null_value';
  if (typeof after === 'string' && DISGUISES.includes(after)) return 'disguised_missing';
  const isTime = TIME_FIELDS.includes(field);
  if (isTime && typeof after === 'number') return isEpochOf(after, before) ? 'epoch_timestamp' : null;
  if (typeOf(before) !== typeOf(after)) return 'type_change';
  if (typeof after === 'number') return isBeyond(after, GREATEST[field]) ? 'out_of_range' : null;
  if (typeof after !== 'string' || typeof before !== 'string') return null;
  if (isTime) return kindOfTime(before, after, at.interval);
  if (ENUMS[field] !== undefined) return kindOfEnum(field, before, after, at);
  return kindOfId(field, before, after, at);
}

function typeOf(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Whether a number is an instant in whole seconds or in milliseconds. */
function isEpochOf(value: number, instant: Json): boolean {
  const ms = Date.parse(instant as string);
  return value === ms || value === Math.floor(ms / 1000);
}

function isBeyond(value: number, greatest: number | undefined): boolean {
  return greatest !== undefined && Math.abs(value) > greatest;
}

function kindOfTime(before: string, after: string, { startMs, endMs }: Interval): Kind | null {
  if (`${after}Z` === before) return 'timezone_missing';
  const ms = INSTANT.test(after) ? Date.parse(after) : Number.NaN;
  // Some days that are not (30 February) and 24:00 parse all the same, as the day after.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== after) return 'malformed_timestamp';
  return ms < startMs || ms >= endMs ? 'boundary_violation' : null;
}

function kindOfEnum(field: string, before: string, after: string, at: Surroundings): Kind | null {
  if (ENUMS[field]!.includes(after)) {
    const isPossible = field !== 'event_type' || at.clean.allows(at.line, after);
    return isPossible ? null : 'impossible_transition';
  }
  return isVariantOf(after, before) ? 'enum_variant' : 'invalid_enum';
}

function kindOfId(field: string, before: string, after: string, at: Surroundings): Kind | null {
  const isId = field.endsWith('_id');
  if (isId && after.replaceAll(PADDING, '') === before) return 'padded_id';
  if (field === ID_FIELD[at.generator]) {
    return at.emitted.hasIdBefore(at.line, after) ? 'conflicting_duplicate' : null;
  }
  if (field === 'truck_id') return isTruckOfAnother(before, after) ? 'reference_mismatch' : null;
  const company = companyOf(field, after);
  return company === null || at.clean.knowsCompany(company) ? null : 'orphan_reference';
}

/** Whether both are trucks, of two companies. */
function isTruckOfAnother(before: string, after: string): boolean {
  const [own, other] = [before, after].map((truck) => /^TRK-([\da-f]{8})-\d{3,4}$/.exec(truck)?.[1]);
  return other !== undefined && other !== own;
}

/** The company that a reference names, or null where it has not the form of one. */
function companyOf(field: string, value: string): string | null {
  const form = { company_id: /^(.{36})$/, driver_id: /^DRV-(.{36})-\d{3,4}$/ }[field];
  const id = form?.exec(value)?.[1];
  return id !== undefined && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? id : null;
}
