import type { DefectKind } from '../../src/defects/kinds.ts';
import type { Generator } from '../../src/plan/batch.ts';
import { COMPANY_COUNT, companyIdAt, INTERVAL, textOf } from './stripe.ts';

/** A clean line, its dirty one and the emitted lines before it, as a reader of the files has them. */
export type Case = {
  generator: Generator;
  clean: Uint8Array;
  dirty: Uint8Array;
  earlier: readonly string[];
};

type Json = Record<string, unknown>;
/** One difference of two records: a dotted name, and the value on either side (undefined where there is none). */
export type Difference = { name: string; was: unknown; is: unknown };

const ENUMS = {
  company: ['US', 'EU', 'SA', 'AUS'],
  driver: ['start driving', 'stopped driving', 'delivered'],
};
const ALL_ENUM_VALUES = [...ENUMS.company, ...ENUMS.driver];
const INSTANT = /^\d{4}-(0\d|1[0-2])-[0-3]\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const UUID_V4 = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const ID_NAMES = ['event_id', 'driver_id', 'company_id', 'truck_id'];
const INSTANT_NAMES = ['timestamp', 'created_at'];
const ELIGIBLE = Array.from({ length: COMPANY_COUNT }, (_, i) => companyIdAt(i));

/** What differs between two records; both sides of a location are compared number by number. */
export function differences(clean: Json, dirty: Json, prefix = ''): Difference[] {
  return [...new Set([...Object.keys(clean), ...Object.keys(dirty)])].flatMap((key) => {
    const [was, is] = [clean[key], dirty[key]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const deeper = isObject(was) && isObject(is);
    return deeper ? differences(was, is, `${key}.`) : [{ name: prefix + key, was, is }];
  });
}

/** The property that a dirty line of each kind has, told from its bytes. */
export const PROPERTY_OF_KIND: Record<DefectKind, (it: Case) => boolean> = {
  missing_field: onlyOne(({ was, is }) => was !== undefined && is === undefined),
  null_value: onlyOne(({ is }) => is === null),
  disguised_missing: onlyOne(
    ({ name, is }) =>
      is === '' || is === 'N/A' || (ID_NAMES.includes(name) && /^[0-]{36}$/.test(is as string)),
  ),
  malformed_timestamp: onlyOne(
    ({ name, is }) =>
      INSTANT_NAMES.includes(name) && typeof is === 'string' && !INSTANT.test(is) && !INSTANT.test(`${is}Z`),
  ),
  timezone_missing: onlyOne(({ name, was, is }) => INSTANT_NAMES.includes(name) && `${is}Z` === was),
  epoch_timestamp: onlyOne(({ name, was, is }) => {
    const ms = Date.parse(was as string);
    return INSTANT_NAMES.includes(name) && (is === ms || is === (ms - (ms % 1000)) / 1000);
  }),
  type_change: onlyOne(({ is, was }) => is !== null && is !== undefined && jsonType(is) !== jsonType(was)),
  invalid_enum: onlyOne(({ is, was }) => isEnum(was) && !isEnum(is) && !isNear(letters(is), letters(was), 2)),
  enum_variant: onlyOne(({ is, was }) => isEnum(was) && !isEnum(is) && isNear(letters(is), letters(was), 2)),
  padded_id: onlyOne(
    ({ name, is, was }) =>
      ID_NAMES.includes(name) &&
      (is as string).length === (was as string).length + 1 &&
      (is as string).replace(/^[ \u200b]|[ \u200b]$/, '') === was,
  ),
  out_of_range: onlyOne(({ name, is }) => {
    const bound = { 'location.lat': 90, 'location.lon': 180 }[name];
    return bound !== undefined && Math.abs(is as number) > bound && /^-?\d+(\.\d{1,5})?$/.test(String(is));
  }),
  extra_field: ({ clean, dirty }) => {
    const [from, to] = [record(clean), record(dirty)];
    return (
      Object.keys(to).length === Object.keys(from).length + 1 &&
      textOf(dirty).startsWith(textOf(clean).slice(0, -1))
    );
  },
  renamed_field: ({ clean, dirty }) => {
    const [from, to] = [leaves(record(clean)), leaves(record(dirty))];
    const other = from.names.filter((name, i) => name !== to.names[i]);
    return other.length === 1 && from.values === to.values;
  },
  duplicate: ({ dirty, earlier }) => earlier.includes(latin1(dirty)),
  conflicting_duplicate: (it) => {
    const id = idOf(it.generator, record(it.dirty));
    const same = it.earlier.filter((line) => line.includes(`"${id}"`));
    return onlyOne(({ is }) => is === id)(it) && same.length > 0 && !same.includes(latin1(it.dirty));
  },
  boundary_violation: onlyOne(({ name, is }) => {
    const ms = Date.parse(is as string);
    const length = INTERVAL.endMs - INTERVAL.startMs;
    const isOutside = ms < INTERVAL.startMs || ms >= INTERVAL.endMs;
    const isNear = ms >= INTERVAL.startMs - length && ms < INTERVAL.endMs + length;
    return INSTANT_NAMES.includes(name) && INSTANT.test(is as string) && isOutside && isNear;
  }),
  orphan_reference: onlyOne(({ name, is, was }) => {
    if (name === 'company_id') {
      return new RegExp(`^${UUID_V4}$`).test(is as string) && !ELIGIBLE.includes(is as string);
    }
    const company = new RegExp(`^DRV-(${UUID_V4})-(\\d{3})$`).exec(is as string);
    return name === 'driver_id' && !ELIGIBLE.includes(company![1]!) && (was as string).endsWith(company![2]!);
  }),
  reference_mismatch: onlyOne(({ name, is, was }) => {
    const truck = /^TRK-([0-9a-f]{8})-(\d{3})$/.exec(is as string)!;
    const own = (was as string).slice(4, 12);
    return name === 'truck_id' && truck[1] !== own && ELIGIBLE.some((id) => id.startsWith(truck[1]!));
  }),
  impossible_transition: onlyOne(({ name, is, was }) => {
    const isDriving = was === 'stopped driving';
    return name === 'event_type' && isEnum(is) && (is === 'stopped driving') !== isDriving;
  }),
  torn_line: ({ clean, dirty }) =>
    dirty.length > 0 &&
    dirty.length < clean.length &&
    latin1(clean).startsWith(latin1(dirty)) &&
    !isJson(dirty),
  bad_encoding: ({ clean, dirty }) => {
    const changed = [...clean].filter((byte, i) => byte !== dirty[i]);
    return clean.length === dirty.length && changed.length === 1 && !isUtf8(dirty);
  },
};

/** Bytes as text of one character each, so that none is lost. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function onlyOne(holds: (difference: Difference) => boolean): (it: Case) => boolean {
  return ({ clean, dirty }) => {
    const found = differences(record(clean), record(dirty));
    return found.length === 1 && holds(found[0]!);
  };
}

function record(line: Uint8Array): Json {
  return JSON.parse(textOf(line));
}

function idOf(generator: Generator, it: Json): unknown {
  return generator === 'company' ? it.company_id : it.event_id;
}

function leaves(it: Json): { names: string[]; values: string } {
  const names: string[] = [];
  const text = JSON.stringify(it, (key, value) => {
    if (key !== '') names.push(key);
    return value;
  });
  return { names, values: names.reduce((rest, name) => rest.replace(`"${name}":`, ''), text) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonType(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function isEnum(value: unknown): boolean {
  return ALL_ENUM_VALUES.includes(value as string);
}

function letters(value: unknown): string {
  return (value as string).toLowerCase().replace(/[^a-z]/g, '');
}

/** Whether at most `edits` letters put in, taken out or exchanged lead from one word to the other. */
function isNear(a: string, b: string, edits: number): boolean {
  if (a === '' || b === '') return a.length + b.length <= edits;
  if (a[0] === b[0]) return isNear(a.slice(1), b.slice(1), edits);
  if (edits === 0) return false;
  const [c, d] = [a.slice(1), b.slice(1)];
  return isNear(c, b, edits - 1) || isNear(a, d, edits - 1) || isNear(c, d, edits - 1);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(textOf(bytes));
    return true;
  } catch {
    return false;
  }
}
