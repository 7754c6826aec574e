/** In the order of a trip; an event's type is its index here. */
export const EVENT_TYPES = ['start driving', 'stopped driving', 'delivered'] as const;
export const START_DRIVING = 0;
export const STOPPED_DRIVING = 1;
export const DELIVERED = 2;

/** A stripe of driver events, one column a field, in order of time; the first `count` entries count. */
export type EventStripe = {
  count: number;
  /** Four words an event. */
  readonly ids: Uint32Array;
  /** Index of the company among the eligible ones. */
  readonly company: Uint32Array;
  /** The driver's number within the company, from 1. */
  readonly driver: Uint16Array;
  /** Index into `EVENT_TYPES`. */
  readonly type: Uint8Array;
  /** Milliseconds after the interval's start, ascending. */
  readonly offsetMs: Uint32Array;
  /** In 10^-5 degrees. */
  readonly lat: Int32Array;
  readonly lon: Int32Array;
};

/** Columns with room for `capacity` events. */
export function eventColumns(capacity: number): EventStripe {
  return {
    count: 0,
    ids: new Uint32Array(4 * capacity),
    company: new Uint32Array(capacity),
    driver: new Uint16Array(capacity),
    type: new Uint8Array(capacity),
    offsetMs: new Uint32Array(capacity),
    lat: new Int32Array(capacity),
    lon: new Int32Array(capacity),
  };
}
