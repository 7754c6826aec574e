import { DRIVER_ID, TRUCK_ID, UUID_ID } from './ids.ts';
import { count, degrees, flag, id, instant, oneOf, text, type ValueRule } from './value_rules.ts';
import type { Generator } from './verdict.ts';

export const EVENT_TYPES = ['start driving', 'stopped driving', 'delivered'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const GEOGRAPHIES = ['US', 'EU', 'SA', 'AUS'];

/** The keys that an object has, all of them and no others, and what each holds. */
export type Shape = { readonly [name: string]: ValueRule | Shape };

/** The records of each generator. */
export const SHAPES: Readonly<Record<Generator, Shape>> = {
  company: {
    company_id: id(UUID_ID),
    company_name: text,
    geography: oneOf(GEOGRAPHIES),
    active: flag,
    drivers_count: count,
    created_at: instant,
  },
  driver: {
    event_id: id(UUID_ID),
    driver_id: id(DRIVER_ID),
    company_id: id(UUID_ID),
    truck_id: id(TRUCK_ID),
    event_type: oneOf(EVENT_TYPES),
    timestamp: instant,
    location: { lat: degrees(90), lon: degrees(180) },
  },
};

/** The field that tells records apart, and the one that says when. */
export const ID_FIELD = { company: 'company_id', driver: 'event_id' } as const;
export const INSTANT_FIELD = { company: 'created_at', driver: 'timestamp' } as const;
