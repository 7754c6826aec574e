import { driverReference, isTruckOf, truckReference, uuidOf } from './ids.ts';
import type { JsonObject } from './lines.ts';

/**
 * Whose event it is, as a driver id; null if that cannot be told. A driver's number and company stand in the truck id and
 * the company id once more, so that the driver of an event with one broken id is still known.
 */
export function driverOf(event: JsonObject): string | null {
  const company = uuidOf(event.company_id);
  const driver = driverReference(event.driver_id);
  const truck = truckReference(event.truck_id);
  const isTruckOfCompany = truck !== null && company !== null && isTruckOf(truck, company);
  if (isTruckOfCompany && driver?.company !== company) return `DRV-${company}-${truck.seq}`;
  return driver === null ? null : `DRV-${driver.company}-${driver.seq}`;
}
