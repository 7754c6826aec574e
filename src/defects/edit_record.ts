import type { Op } from './op.ts';
import { FIELDS, type JsonRecord, namesOf } from './record.ts';

/** Every known key. The orders of events, companies and locations agree with one another, so one list holds them. */
const ORDER = [...FIELDS.driver, ...FIELDS.company].map(({ path }) => namesOf(path).at(-1));

/** The record after a `replace`, `remove` or `add` below its root; the other keys keep their places. */
export function editRecord(record: JsonRecord, op: Op): JsonRecord {
  return editWithin(record, namesOf(op.path), op);
}

function editWithin(object: JsonRecord, names: readonly string[], op: Op): JsonRecord {
  const [name, ...deeper] = names as [string, ...string[]];
  if (deeper.length > 0) return { ...object, [name]: editWithin(object[name] as JsonRecord, deeper, op) };
  if (op.op === 'add') return placed(object, name, op.after);
  if (op.op === 'remove') return without(object, name);
  if (name.endsWith('#')) return renamed(object, op.before as string, op.after as string);
  return { ...object, [name]: op.after };
}

/** With a key before the first that comes after it in the field order. */
function placed(object: JsonRecord, name: string, value: unknown): JsonRecord {
  const entries = Object.entries(object);
  const next = entries.findIndex(([key]) => rankOf(key) > rankOf(name));
  entries.splice(next < 0 ? entries.length : next, 0, [name, value]);
  return Object.fromEntries(entries);
}

function rankOf(name: string): number {
  const rank = ORDER.indexOf(name);
  return rank < 0 ? ORDER.length : rank;
}

function without(object: JsonRecord, name: string): JsonRecord {
  const { [name]: _, ...rest } = object;
  return rest;
}

function renamed(object: JsonRecord, from: string, to: string): JsonRecord {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}
