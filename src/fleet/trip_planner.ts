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
  // One entry a trip: how many events it has, and the driver's trip after it.
  #tripEvents = new Uint8Array(0);
  #nextTrip = new Int32Array(0);
  // One entry an active driver: the trip under way or next, its events so far, and where the truck stands.
  #trip = new Int32Array(0);
  #step = new Uint8Array(0);
  #lat = new Int32Array(0);
  #lon = new Int32Array(0);

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
    this.#active.clear(count);
    if (this.#driverOfEvent.length < count) {
      this.#events = eventColumns(count);
      this.#driverOfEvent = new Uint32Array(count);
      this.#tripEvents = new Uint8Array(count);
      this.#nextTrip = new Int32Array(count);
      this.#trip = new Int32Array(count);
      this.#step = new Uint8Array(count);
      this.#lat = new Int32Array(count);
      this.#lon = new Int32Array(count);
    }
    this.#events.count = count;
  }

  /** Deals out trips until they add up to the count. */
  #assignTrips(order: StripeOrder, stream: Stream): void {
    const drivers = (order.stripe.to - order.stripe.from) * order.driversPerCompany;
    let event = 0;
    for (let trip = 0; event < order.count; trip++) {
      const length = drawTripLength(stream, order.count - event);
      const known = this.#active.count;
      const driver = this.#active.numberOf(stream.below(drivers));
      if (driver === known) this.#park(driver, this.#companyOf(order, driver), order, stream);
      this.#tripEvents[trip] = length;
      this.#nextTrip[trip] = this.#trip[driver]!;
      this.#trip[driver] = trip;
      for (const end = event + length; event < end; event++) this.#driverOfEvent[event] = driver;
    }
  }

  #drawInstants(order: StripeOrder, stream: Stream): void {
    const { offsetMs } = this.#events;
    for (let i = 0; i < order.count; i++) offsetMs[i] = stream.below(order.intervalMs);
    this.#timeOrder.sort(offsetMs, this.#driverOfEvent, order.count, order.intervalMs);
  }

  /** Walks through the events in order of time and lets each driver do what its trip says next. */
  #drive(order: StripeOrder, stream: Stream): void {
    const events = this.#events;
    for (let i = 0; i < order.count; i++) {
      const driver = this.#driverOfEvent[i]!;
      const trip = this.#trip[driver]!;
      const length = this.#tripEvents[trip]!;
      const step = this.#step[driver]!;
      const type = length === 1 ? DELIVERED : step;
      const company = this.#companyOf(order, driver);
      if (type === STOPPED_DRIVING) this.#move(driver, company, order.companies, stream);

      drawUuid(stream, events.ids, i);
      events.company[i] = company;
      events.driver[i] = (this.#active.index[driver]! % order.driversPerCompany) + 1;
      events.type[i] = type;
      events.lat[i] = this.#lat[driver]!;
      events.lon[i] = this.#lon[driver]!;

      const tripEnds = step + 1 === length;
      this.#step[driver] = tripEnds ? START_DRIVING : step + 1;
      if (tripEnds) this.#trip[driver] = this.#nextTrip[trip]!;
    }
  }

  #companyOf(order: StripeOrder, driver: number): number {
    return order.stripe.from + Math.floor(this.#active.index[driver]! / order.driversPerCompany);
  }

  /** A driver that was not named before begins the batch parked, without a trip. */
  #park(driver: number, company: number, order: StripeOrder, stream: Stream): void {
    this.#trip[driver] = NO_TRIP;
    this.#step[driver] = START_DRIVING;
    this.#move(driver, company, order.companies, stream);
  }

  /** Puts a truck somewhere around its company's home, more often near than far (a triangular distribution). */
  #move(driver: number, company: number, companies: EligibleCompanies, stream: Stream): void {
    this.#lat[driver] = companies.homeLat[company]! + drawOffset(stream);
    this.#lon[driver] = companies.homeLon[company]! + drawOffset(stream);
  }
}

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
