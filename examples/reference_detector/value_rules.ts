import { unpadded } from './ids.ts';
import { instantOf } from './instant.ts';
import { meantBy } from './spelling.ts';
import type { Problem } from './verdict.ts';

/** What is wrong with a value that is there and not null; null for nothing. */
export type ValueRule = (value: unknown) => Problem | null;

/** What people and programs write for "no value". */
const PLACEHOLDERS = new Set(['', 'n/a', 'na', 'null', 'none', '-', '00000000-0000-0000-0000-000000000000']);

const WRONG_TYPE: Problem = { rule: 'type', kind: 'type_change' };
const PLACEHOLDER: Problem = { rule: 'no_placeholder', kind: 'disguised_missing' };

function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.has(text.trim().toLowerCase());
}

/** An id of one shape, with nothing around it. */
export function id(shape: RegExp): ValueRule {
  return (value) => {
    if (typeof value !== 'string') return WRONG_TYPE;
    if (shape.test(value)) return null;
    if (isPlaceholder(value)) return PLACEHOLDER;
    return shape.test(unpadded(value))
      ? { rule: 'id_without_padding', kind: 'padded_id' }
      : { rule: 'id_format' };
  };
}

/** One of the values, exactly as written. */
export function oneOf(values: readonly string[]): ValueRule {
  return (value) => {
    if (typeof value !== 'string') return WRONG_TYPE;
    if (values.includes(value)) return null;
    if (isPlaceholder(value)) return PLACEHOLDER;
    return { rule: 'enum', kind: meantBy(value, values) === null ? 'invalid_enum' : 'enum_variant' };
  };
}

/** An instant in UTC to the millisecond. */
export const instant: ValueRule = (value) => {
  if (typeof value === 'number') return { rule: 'instant_format', kind: 'epoch_timestamp' };
  if (typeof value !== 'string') return WRONG_TYPE;
  if (instantOf(value) !== null) return null;
  if (isPlaceholder(value)) return PLACEHOLDER;
  const kind = instantOf(`${value}Z`) === null ? 'malformed_timestamp' : 'timezone_missing';
  return { rule: 'instant_format', kind };
};

/** Text that says something. */
export const text: ValueRule = (value) => {
  if (typeof value !== 'string') return WRONG_TYPE;
  return isPlaceholder(value) ? PLACEHOLDER : null;
};

export const flag: ValueRule = (value) => (typeof value === 'boolean' ? null : WRONG_TYPE);

/** A whole number of 1 or more. */
export const count: ValueRule = (value) => {
  if (typeof value !== 'number') return WRONG_TYPE;
  return Number.isInteger(value) && value >= 1 ? null : { rule: 'count' };
};

/** Degrees in `[-bound, bound]`. */
export function degrees(bound: number): ValueRule {
  return (value) => {
    if (typeof value !== 'number') return WRONG_TYPE;
    return Math.abs(value) <= bound ? null : { rule: 'coordinate_range', kind: 'out_of_range' };
  };
}
