import type { EventStripe } from '../../src/fleet/event_stripe.ts';
import { DELIVERED, START_DRIVING, STOPPED_DRIVING } from '../../src/fleet/event_stripe.ts';
import type { EligibleCompanies } from '../../src/fleet/pool.ts';
import { type StripeOrder, TripPlanner } from '../../src/fleet/trip_planner.ts';
import { uuidText } from '../../src/fleet/uuid.ts';
import { companiesOf, QUARTER_MS, wholeStripe } from '../press/jobs.ts';

export type DrawnEvent = {
  readonly id: string;
  readonly company: number;
  readonly driver: number;
  readonly type: number;
  readonly offsetMs: number;
  readonly lat: number;
  readonly lon: number;
};

/** All companies in one stripe unless it is said otherwise. */
export function orderOf(changes: Partial<StripeOrder> = {}): StripeOrder {
  const companies = changes.companies ?? companiesOf(20);
  return {
    seed: 42,
    stripe: wholeStripe(companies.count),
    count: 500,
    intervalMs: QUARTER_MS,
    driversPerCompany: 10,
    companies,
    ...changes,
  };
}

/** The events of one order as rows. */
export function drawEvents(order: StripeOrder, planner = new TripPlanner()): DrawnEvent[] {
  return rowsOf(planner.draw(order));
}

function rowsOf(events: EventStripe): DrawnEvent[] {
  return Array.from({ length: events.count }, (_, i) => ({
    id: uuidText(events.ids, i),
    company: events.company[i]!,
    driver: events.driver[i]!,
    type: events.type[i]!,
    offsetMs: events.offsetMs[i]!,
    lat: events.lat[i]!,
    lon: events.lon[i]!,
  }));
}

/** The events of each driver, in the order in which they stand. */
export function byDriver(events: readonly DrawnEvent[]): DrawnEvent[][] {
  return [...Map.groupBy(events, ({ company, driver }) => `${company}/${driver}`).values()];
}

/**
 * What one driver's events break of DESIGN §4, in words; null if nothing. A parked driver starts; a driving one stops;
 * one that has just stopped may deliver. A delivery without a trip needs a parked driver. At the end all are parked.
 */
export function breachOf(events: readonly DrawnEvent[]): string | null {
  let isDriving = false;
  let mayDeliver = false;
  let alone = 0;
  let place: DrawnEvent | undefined;
  for (const [i, event] of events.entries()) {
    if (event.type === START_DRIVING && isDriving) return `event ${i} starts a driver who drives`;
    if (event.type === STOPPED_DRIVING && !isDriving) return `event ${i} stops a driver who is parked`;
    if (event.type === DELIVERED && isDriving) return `event ${i} delivers while driving`;
    if (event.type === DELIVERED && !mayDeliver) alone += 1;
    if (event.type !== STOPPED_DRIVING && place && (place.lat !== event.lat || place.lon !== event.lon)) {
      return `event ${i} is not where the truck was parked`;
    }
    isDriving = event.type === START_DRIVING;
    mayDeliver = event.type === STOPPED_DRIVING;
    place = event;
  }
  if (isDriving) return 'the driver does not end parked';
  return alone > 1 ? `${alone} deliveries without a trip` : null;
}

/** Events of a type that no trip explains: deliveries that do not follow the same driver's stop. */
export function loneDeliveries(events: readonly DrawnEvent[]): number {
  return byDriver(events).flatMap((own) =>
    own.filter(({ type }, i) => type === DELIVERED && own[i - 1]?.type !== STOPPED_DRIVING),
  ).length;
}

/** How far the truck is from its company's home, in 10^-5 degrees, along the axis where it is farther. */
export function reachOf(event: DrawnEvent, companies: EligibleCompanies): number {
  return Math.max(
    Math.abs(event.lat - companies.homeLat[event.company]!),
    Math.abs(event.lon - companies.homeLon[event.company]!),
  );
}
