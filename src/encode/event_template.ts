import { TIMESTAMP_BYTES } from './timestamp.ts';
import { UUID_BYTES } from './uuid.ts';

/** A line up to its latitude, and where in it the parts stand that differ from event to event. */
export type EventTemplate = {
  readonly bytes: Uint8Array;
  readonly eventId: number;
  readonly driverCompany: number;
  readonly driverNumber: number;
  readonly companyId: number;
  readonly truckCompany: number;
  readonly truckNumber: number;
  readonly timestamp: number;
};

/** @param numberDigits digits of the driver's number */
export function eventTemplate(eventType: string, numberDigits: number): EventTemplate {
  let text = '';
  /** Appends fixed text and room for a part that is filled in later; says where that part begins. */
  const room = (before: string, bytes: number): number => {
    text += before;
    const at = text.length;
    text += '?'.repeat(bytes);
    return at;
  };
  const eventId = room('{"event_id":"', UUID_BYTES);
  const driverCompany = room('","driver_id":"DRV-', UUID_BYTES);
  const driverNumber = room('-', numberDigits);
  const companyId = room('","company_id":"', UUID_BYTES);
  const truckCompany = room('","truck_id":"TRK-', 8);
  const truckNumber = room('-', numberDigits);
  const timestamp = room(`","event_type":"${eventType}","timestamp":"`, TIMESTAMP_BYTES);
  const bytes = new TextEncoder().encode(`${text}","location":{"lat":`);
  return { bytes, eventId, driverCompany, driverNumber, companyId, truckCompany, truckNumber, timestamp };
}
