import type { Generator } from '../plan/batch.ts';

/** A parsed line. No key looks like an integer, so `JSON.parse`, spread and `JSON.stringify` keep their order. */
export type JsonRecord = { readonly [name: string]: unknown };

/** What a field of a clean record holds. */
export type Holds = 'id' | 'enum' | 'instant' | 'text' | 'number' | 'boolean' | 'object';

/** A field by its JSON Pointer (RFC 6901) in the record. */
export type Field = { readonly path: string; readonly holds: Holds };

/** The fields of a clean record, in the order in which they are written. */
export const FIELDS: Readonly<Record<Generator, readonly Field[]>> = {
  company: [
    { path: '/company_id', holds: 'id' },
    { path: '/company_name', holds: 'text' },
    { path: '/geography', holds: 'enum' },
    { path: '/active', holds: 'boolean' },
    { path: '/drivers_count', holds: 'number' },
    { path: '/created_at', holds: 'instant' },
  ],
  driver: [
    { path: '/event_id', holds: 'id' },
    { path: '/driver_id', holds: 'id' },
    { path: '/company_id', holds: 'id' },
    { path: '/truck_id', holds: 'id' },
    { path: '/event_type', holds: 'enum' },
    { path: '/timestamp', holds: 'instant' },
    { path: '/location', holds: 'object' },
    { path: '/location/lat', holds: 'number' },
    { path: '/location/lon', holds: 'number' },
  ],
};

/** The field that tells a generator's records apart. */
export const ID_PATH: Readonly<Record<Generator, string>> = { company: '/company_id', driver: '/event_id' };

/** The one instant, the one enum of a generator's records. */
export const INSTANT_PATH: Readonly<Record<Generator, string>> = {
  company: '/created_at',
  driver: '/timestamp',
};
export const ENUM_PATH: Readonly<Record<Generator, string>> = {
  company: '/geography',
  driver: '/event_type',
};

/** What stands at a JSON Pointer that the record has. */
export function valueAt(record: JsonRecord, path: string): unknown {
  return namesOf(path).reduce<unknown>((value, name) => (value as JsonRecord)[name], record);
}

/** The keys along a JSON Pointer; none of ours needs escapes. */
export function namesOf(path: string): string[] {
  return path.split('/').slice(1);
}

/** A field as the answer key names it: `/location/lat` → `location.lat`. */
export function fieldName(path: string): string {
  const name = path.slice(1);
  return name.includes('/') ? name.replaceAll('/', '.') : name;
}
