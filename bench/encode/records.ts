import type { DriverEventRecord } from '../../src/encode/event_lines.ts';
import { EVENT_TYPES, type EventStripe } from '../../src/fleet/event_stripe.ts';
import type { EligibleCompanies } from '../../src/fleet/pool.ts';
import { uuidText } from '../../src/fleet/uuid.ts';

/** Coordinates are counted in 10^-5 degrees. */
const PER_DEGREE = 100_000;

/** Event `i` of a stripe as an object. */
export function recordOf(
  events: EventStripe,
  companies: EligibleCompanies,
  startMs: number,
  i: number,
): DriverEventRecord {
  const companyId = uuidText(companies.ids, events.company[i]!);
  const driver = String(events.driver[i]).padStart(3, '0');
  return {
    event_id: uuidText(events.ids, i),
    driver_id: `DRV-${companyId}-${driver}`,
    company_id: companyId,
    truck_id: `TRK-${companyId.slice(0, 8)}-${driver}`,
    event_type: EVENT_TYPES[events.type[i]!]!,
    timestamp: new Date(startMs + events.offsetMs[i]!).toISOString(),
    location: { lat: events.lat[i]! / PER_DEGREE, lon: events.lon[i]! / PER_DEGREE },
  };
}
