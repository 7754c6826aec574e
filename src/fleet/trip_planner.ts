import { type Stream, streamOf } from '../random/stream.ts';
import { ActiveDrivers } from './active_drivers.ts';
import { DELIVERED, type EventStripe, eventColumns, START_DRIVING, STOPPED_DRIVING } from './event_stripe.ts';
import type { EligibleCompanies } from './pool.ts';
import type { Stripe } from './stripes.ts';
import { TimeOrder } from './time_order.ts';
import { drawUuid } from './uuid.ts';

/** Trucks stay within 0.9° of latitude and longitude of their company's home; half of it, in 10^-5 degrees. */
const HALF_REACH = 45_000;
const NO_TRIP = -1;

// What is known of an active driver, in eight words that lie together: an event touches one place in memory instead of six.
const DRIVER_WORDS = 8;
/** The trip under way or next, and how many of its events have been. */
const TRIP = 0;
const STEP = 1;
/** Where the truck stands, in 10^-5 degrees. */
const LAT = 2;
const LON = 3;
/** Whose driver it is, and its number within the company. */
const COMPANY = 4;
const NUMBER = 5;

/** What a stripe of events is drawn from. */
export type StripeOrder = {
  /** The batch's seed. */
  readonly seed: number;
  readonly stripe: Stripe;
  /** How many events, from `drawEventCount`. */
  readonly count: number;
  readonly intervalMs: number;
  readonly driversPerCompany: number;
  readonly companies: EligibleCompanies;
};

/**
 * Draws driver events as trips. Every trip goes to one of the stripe's drivers, all equally likely, and every
 * event gets a uniform instant of the interval, so that the instants of a Poisson count form a Poisson
 * process. In order of time, each driver works through its trips, one after the other: `start driving`,
 * `stopped driving`, and after two trips in three `delivered`. A parked truck does not move.
 *
 * Memory is kept from one stripe to the next: a draw allocates nothing once the largest stripe was seen.
 */
export class TripPlanner {
  readonly #active = new ActiveDrivers();
  readonly #timeOrder = new TimeOrder();
  #events = eventColumns(0);
  /** Whose event it is, by number among the active drivers. */
  #driverOfEvent = new Uint32Array(0);
  /** One word a trip: how many events it has in the low two bits, and above those the driver's trip after it. */
  #trips = new Int32Array(0);
  #drivers = new Int32Array(0);

  /** The events of one stripe, overwritten by the next draw. */
  draw(order: StripeOrder): EventStripe {
    const stream = streamOf(order.seed, 'driver', 'records', order.stripe.index);
    this.#makeRoom(order.count);
    this.#assignTrips(order, stream);
    this.#drawInstants(order, stream);
    this.#drive(order, stream);
    return this.#events;
  }

  #makeRoom(count: number): void {
    // All trips have two events or more, but for one.
    const trips = (count >>> 1) + 1;
    this.#active.clear(trips);
    if (this.#driverOfEvent.length < count) {
      // Stripes of a batch differ by little; not every one that is the largest so far shall allocate.
      const capacity = count + (count >>> 4);
      this.#events = eventColumns(capacity);
      this.#driverOfEvent = new Uint32Array(capacity);
      this.#trips = new Int32Array((capacity >>> 1) + 1);
      this.#drivers = new Int32Array(this.#trips.length * DRIVER_WORDS);
    }
    this.#events.count = count;
  }

  /** Deals out trips until they add up to the count. A driver that was not named before begins the batch parked. */
  #assignTrips(
    { count, stripe, driversPerCompany, companies: { homeLat, homeLon } }: StripeOrder,
    stream: Stream,
  ): void {
    const active = this.#active;
    const state = this.#drivers;
    const trips = this.#trips;
    const driverOfEvent = this.#driverOfEvent;
    const drivers = (stripe.to - stripe.from) * driversPerCompany;
    let event = 0;
    for (let trip = 0; event < count; trip++) {
      const length = drawTripLength(stream, count - event);
      const index = stream.below(drivers);
      const known = active.count;
      const driver = active.numberOf(index);
      const at = driver * DRIVER_WORDS;
      if (driver === known) {
        const within = Math.floor(index / driversPerCompany);
        const home = stripe.from + within;
        state[at + TRIP] = NO_TRIP;
        state[at + STEP] = START_DRIVING;
        state[at + COMPANY] = home;
        state[at + NUMBER] = index - within * driversPerCompany + 1;
        state[at + LAT] = homeLat[home]! + drawOffset(stream);
        state[at + LON] = homeLon[home]! + drawOffset(stream);
      }
      trips[trip] = 4 * state[at + TRIP]! + length;
      state[at + TRIP] = trip;
      for (const end = event + length; event < end; event++) driverOfEvent[event] = driver;
    }
  }

  #drawInstants(order: StripeOrder, stream: Stream): void {
    const { offsetMs } = this.#events;
    for (let i = 0; i < order.count; i++) offsetMs[i] = stream.below(order.intervalMs);
    this.#timeOrder.sort(offsetMs, this.#driverOfEvent, order.count, order.intervalMs);
  }

  /** Walks through the events in order of time and lets each driver do what its trip says next. */
  #drive({ count, companies: { homeLat, homeLon } }: StripeOrder, stream: Stream): void {
    const { ids, company, driver, type, lat, lon } = this.#events;
    const state = this.#drivers;
    const trips = this.#trips;
    const driverOfEvent = this.#driverOfEvent;
    for (let i = 0; i < count; i++) {
      const at = driverOfEvent[i]! * DRIVER_WORDS;
      const trip = trips[state[at + TRIP]!]!;
      const length = trip & 3;
      const step = state[at + STEP]!;
      const kind = length === 1 ? DELIVERED : step;
      const home = state[at + COMPANY]!;
      if (kind === STOPPED_DRIVING) {
        state[at + LAT] = homeLat[home]! + drawOffset(stream);
        state[at + LON] = homeLon[home]! + drawOffset(stream);
      }

      drawUuid(stream, ids, i);
      company[i] = home;
      driver[i] = state[at + NUMBER]!;
      type[i] = kind;
      lat[i] = state[at + LAT]!;
      lon[i] = state[at + LON]!;

      const tripEnds = step + 1 === length;
      state[at + STEP] = tripEnds ? START_DRIVING : step + 1;
      if (tripEnds) state[at + TRIP] = trip >> 2;
    }
  }
}

/** Trucks stand around their company's home, more often near than far (a triangular distribution). */
function drawOffset(stream: Stream): number {
  return stream.below(2 * HALF_REACH + 1) + stream.below(2 * HALF_REACH + 1) - 2 * HALF_REACH;
}

/**
 * How many events the next trip has when `left` events are still to come: 3 (it ends with a delivery) with
 * probability ⅔, else 2. A remainder of one event is a lone delivery, so that the trips always add up.
 */
function drawTripLength(stream: Stream, left: number): number {
  if (left <= 2) return left;
  return stream.below(3) < 2 ? 3 : 2;
}
