/** A version 4 UUID in lower case (RFC 9562 §5.4). */
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
/** A driver's number within the company, 001–1000. */
const SEQ = '(?:(?!000)\\d{3}|1000)';

export const UUID_ID = new RegExp(`^${UUID}$`);
export const DRIVER_ID = new RegExp(`^DRV-(${UUID})-(${SEQ})$`);
export const TRUCK_ID = new RegExp(`^TRK-([0-9a-f]{8})-(${SEQ})$`);

const ANY_UUID = new RegExp(UUID);
/** Spaces, and what is as wide as nothing. */
const PADDING = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;

/** Characters of a company's id that its trucks carry. */
const TRUCK_COMPANY_CHARACTERS = 8;

/** Whose a driver or a truck is: the company's id, or for a truck its beginning, and the number within the company. */
export type Reference = { readonly company: string; readonly seq: string };

/** The text without what pads it. */
export function unpadded(text: string): string {
  return text.replaceAll(PADDING, '');
}

/** A well-formed company or event id, or null. */
export function uuidOf(value: unknown): string | null {
  return typeof value === 'string' && UUID_ID.test(value) ? value : null;
}

/** The first UUID that stands anywhere in a text, or null. */
export function uuidIn(text: string): string | null {
  return ANY_UUID.exec(text)?.[0] ?? null;
}

/** What a well-formed driver id refers to, or null. */
export function driverReference(value: unknown): Reference | null {
  return referenceIn(DRIVER_ID, value);
}

/** What a well-formed truck id refers to, or null. */
export function truckReference(value: unknown): Reference | null {
  return referenceIn(TRUCK_ID, value);
}

function referenceIn(pattern: RegExp, value: unknown): Reference | null {
  const match = typeof value === 'string' ? pattern.exec(value) : null;
  return match === null ? null : { company: match[1]!, seq: match[2]! };
}

/** Whether a truck is one of the company's. */
export function isTruckOf(truck: Reference, company: string): boolean {
  return truck.company === company.slice(0, TRUCK_COMPANY_CHARACTERS);
}
