import { added, renamed } from './change.ts';
import { FIELDS } from './record.ts';
import type { Behaviour } from './site.ts';

/** Fields that a producer may add without telling; none is a known field or a new name of one. */
const EXTRAS: readonly (readonly [name: string, value: unknown])[] = [
  ['source', 'telematics'],
  ['schema_version', 2],
  ['debug', false],
  ['notes', ''],
  ['tags', ['unverified']],
];

const NEW_NAMES: Readonly<Record<string, readonly string[]>> = {
  '/event_id': ['eventId', 'id'],
  '/driver_id': ['driverId', 'driver'],
  '/company_id': ['companyId', 'company'],
  '/truck_id': ['truckId', 'vehicle_id'],
  '/event_type': ['eventType', 'type'],
  '/timestamp': ['ts', 'event_time'],
  '/location': ['loc', 'position'],
  '/location/lat': ['latitude'],
  '/location/lon': ['lng', 'longitude'],
  '/company_name': ['companyName', 'name'],
  '/geography': ['geo', 'region'],
  '/active': ['isActive', 'is_active'],
  '/drivers_count': ['driversCount', 'driver_count'],
  '/created_at': ['createdAt', 'created'],
};

/** A key that nobody asked for, at the end. */
export const extraField: Behaviour = (_, draws) => added(...draws.pick(EXTRAS));

/** A field under another name, in its place. */
export const renamedField: Behaviour = ({ context }, draws) => {
  const { path } = draws.pick(FIELDS[context.generator]);
  return renamed(path, draws.pick(NEW_NAMES[path]!));
};
