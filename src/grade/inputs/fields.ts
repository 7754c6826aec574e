import { FIELDS, fieldName } from '../../defects/record.ts';

/** The fields of both kinds of record, as the answer key names them. */
export const FIELD_NAMES: readonly string[] = [
  ...new Set([...FIELDS.driver, ...FIELDS.company].map(({ path }) => fieldName(path))),
];

/** What tables make of `location`, where each of its values is a column. */
const FLATTENED: Readonly<Record<string, string>> = {
  lat: 'location.lat',
  latitude: 'location.lat',
  location_lat: 'location.lat',
  location__lat: 'location.lat',
  lon: 'location.lon',
  lng: 'location.lon',
  longitude: 'location.lon',
  location_lon: 'location.lon',
  location__lon: 'location.lon',
};

/** The field that a column of a table holds: by its name, in any case, with or without quotes; undefined where it is none. */
export function fieldOfColumn(column: string | null): string | undefined {
  if (column === null) return undefined;
  const name = column.replaceAll(/["`]/g, '').toLowerCase();
  return FIELD_NAMES.includes(name) ? name : FLATTENED[name];
}

/**
 * The field with which the name of a test ends, `not_null_silver_events_event_type` style.
 *
 * @param columns of the table that was tested, where they are known: `…_event_timestamp` is not about `timestamp` if there
 *   is a column of that longer name
 */
export function fieldAtEndOf(test: string, columns: readonly string[]): string | undefined {
  const name = test.toLowerCase();
  const ends = [...columns.map((column) => column.toLowerCase()), ...FIELD_NAMES, ...Object.keys(FLATTENED)]
    .filter((column) => name.endsWith(`_${column}`))
    .sort((a, b) => b.length - a.length);
  return fieldOfColumn(ends[0] ?? null);
}
