import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELIVERED, START_DRIVING, STOPPED_DRIVING } from '../../src/fleet/event_stripe.ts';
import type { EligibleCompanies } from '../../src/fleet/pool.ts';
import { type StripeOrder, TripPlanner } from '../../src/fleet/trip_planner.ts';
import { companiesOf } from '../press/jobs.ts';
import { countBins, misfitOfUniform } from '../random/goodness_of_fit.ts';
import { breachOf, byDriver, drawEvents, loneDeliveries, orderOf, reachOf } from './drawn_events.ts';

const COMPANIES = companiesOf(40);

/** Orders of any shape: few drivers with many trips, short intervals with equal instants, stripes of a larger batch. */
const anyOrder: fc.Arbitrary<StripeOrder> = fc
  .record({
    seed: fc.integer({ min: 0, max: 2 ** 48 }),
    from: fc.nat(39),
    companies: fc.integer({ min: 1, max: 40 }),
    driversPerCompany: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 1000 })),
    count: fc.oneof(fc.nat(6), fc.nat(400)),
    intervalMs: fc.oneof(
      fc.constant(1000),
      fc.integer({ min: 1, max: 3600 }).map((s) => s * 1000),
      // 7 days, the longest.
      fc.constant(604_800_000),
    ),
    index: fc.nat(9),
  })
  .map(({ from, companies, index, ...order }) => ({
    ...order,
    companies: COMPANIES,
    stripe: { index, of: 10, from, to: Math.min(40, from + companies) },
  }));

describe('whatever the order', () => {
  const law = (name: string, check: (order: StripeOrder) => void) =>
    test(name, () => fc.assert(fc.property(anyOrder, check), { numRuns: 150 }));

  law('there are as many events as asked for', (order) => {
    expect(drawEvents(order).length).toBe(order.count);
  });

  law('they stand in order of time, within the interval', (order) => {
    let last = 0;
    for (const { offsetMs } of drawEvents(order)) {
      expect(offsetMs).toBeGreaterThanOrEqual(last);
      last = offsetMs;
    }
    expect(last).toBeLessThan(order.intervalMs);
  });

  law('every company is of the stripe, every driver of the company', (order) => {
    for (const { company, driver } of drawEvents(order)) {
      expect(company).toBeGreaterThanOrEqual(order.stripe.from);
      expect(company).toBeLessThan(order.stripe.to);
      expect(driver).toBeGreaterThanOrEqual(1);
      expect(driver).toBeLessThanOrEqual(order.driversPerCompany);
    }
  });

  law('no driver breaks the state machine, and a parked truck stays where it is', (order) => {
    for (const own of byDriver(drawEvents(order))) expect(breachOf(own)).toBeNull();
  });

  law('one delivery at most has no trip', (order) => {
    const events = drawEvents(order);
    const count = (type: number) => events.filter((event) => event.type === type).length;
    expect(count(START_DRIVING)).toBe(count(STOPPED_DRIVING));
    expect(loneDeliveries(events)).toBeLessThanOrEqual(1);
    expect(count(START_DRIVING) + count(STOPPED_DRIVING) + count(DELIVERED)).toBe(order.count);
  });

  law('every truck stays around its home and on the globe', (order) => {
    for (const event of drawEvents(order)) {
      expect(reachOf(event, COMPANIES)).toBeLessThanOrEqual(90_000);
      expect(Math.abs(event.lat)).toBeLessThanOrEqual(9_000_000);
      expect(Math.abs(event.lon)).toBeLessThanOrEqual(18_000_000);
    }
  });

  law('every id is a version 4 UUID of its own', (order) => {
    const ids = drawEvents(order).map(({ id }) => id);
    expect(new Set(ids).size).toBe(order.count);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
  });

  test('a planner that drew others before draws the same as a new one', () => {
    fc.assert(
      fc.property(fc.array(anyOrder, { minLength: 2, maxLength: 6 }), (orders) => {
        const used = new TripPlanner();
        for (const order of orders) expect(drawEvents(order, used)).toEqual(drawEvents(order));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the checker of the state machine', () => {
  const at = (type: number, lat = 0) => ({
    id: '',
    company: 0,
    driver: 1,
    type,
    offsetMs: 0,
    lat,
    lon: 0,
  });

  test('takes whole trips and a lone delivery', () => {
    const trip = [at(START_DRIVING), at(STOPPED_DRIVING, 5), at(DELIVERED, 5)];
    expect(breachOf([...trip, at(START_DRIVING, 5), at(STOPPED_DRIVING), at(START_DRIVING)])).not.toBeNull();
    expect(breachOf([...trip, at(START_DRIVING, 5), at(STOPPED_DRIVING)])).toBeNull();
    expect(breachOf([at(DELIVERED), ...trip])).toBeNull();
  });

  test('sees what cannot be', () => {
    for (const events of [
      [at(START_DRIVING)],
      [at(STOPPED_DRIVING)],
      [at(START_DRIVING), at(START_DRIVING), at(STOPPED_DRIVING)],
      [at(START_DRIVING), at(DELIVERED), at(STOPPED_DRIVING)],
      [at(START_DRIVING), at(STOPPED_DRIVING), at(STOPPED_DRIVING)],
      [at(START_DRIVING), at(STOPPED_DRIVING, 1), at(DELIVERED, 2)],
      [at(START_DRIVING), at(STOPPED_DRIVING, 1), at(START_DRIVING, 2), at(STOPPED_DRIVING)],
      [at(DELIVERED), at(DELIVERED)],
    ]) {
      expect(breachOf(events)).not.toBeNull();
    }
  });
});

describe('in the long run', () => {
  const count = 240_000;
  const companies = companiesOf(300);
  const events = drawEvents(orderOf({ companies, count, driversPerCompany: 10 }));
  const drivers = byDriver(events);

  test('no driver breaks the state machine', () => {
    expect(drivers.length).toBe(3000);
    for (const own of drivers) expect(breachOf(own)).toBeNull();
  });

  // A trip has 8/3 events on average with variance 2/9, so N events hold 3N/8 trips with variance N·(2/9)/(8/3)³.
  const tripsError = Math.sqrt((count * (2 / 9)) / (8 / 3) ** 3);
  for (const [name, type, share, error] of [
    ['start driving', START_DRIVING, 0.375, tripsError],
    ['stopped driving', STOPPED_DRIVING, 0.375, tripsError],
    ['delivered', DELIVERED, 0.25, 2 * tripsError],
  ] as const) {
    test(`${name} has its share, within 4 standard errors`, () => {
      const seen = events.filter((event) => event.type === type).length;
      expect(Math.abs(seen - share * count)).toBeLessThan(4 * error);
    });
  }

  test('events come at uniform instants (χ² over 1000 bins, p = 0.001)', () => {
    const bins = events.map(({ offsetMs }) => Math.floor(offsetMs / 900));
    expect(misfitOfUniform(countBins(bins, 1000))).toBeLessThan(1);
  });

  test('events come at uniform instants (Kolmogorov–Smirnov, p = 0.001)', () => {
    const gap = Math.max(
      ...Array.from({ length: 100 }, (_, k) => {
        const i = Math.floor(((k + 1) * count) / 101);
        return Math.abs(events[i]!.offsetMs / 900_000 - i / count);
      }),
    );
    expect(gap).toBeLessThan(1.95 / Math.sqrt(count));
  });

  test('trips go to all companies and to all their drivers alike (χ², p = 0.001)', () => {
    const starts = events.filter(({ type }) => type === START_DRIVING);
    const perCompany = countBins(
      starts.map(({ company }) => company),
      300,
    );
    const perNumber = countBins(
      starts.map(({ driver }) => driver - 1),
      10,
    );
    expect(misfitOfUniform(perCompany)).toBeLessThan(1);
    expect(misfitOfUniform(perNumber)).toBeLessThan(1);
  });

  test('trucks are about their homes: centred, more often near than far', () => {
    // Two uniform draws of ±0.45° each: standard deviation 0.45·√(2/3)°, and half of it all within 0.2636°.
    const stops = events.filter(({ type }) => type === STOPPED_DRIVING);
    const offsets = stops.map(({ lat, company }) => lat - companies.homeLat[company]!);
    const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
    expect(Math.abs(mean)).toBeLessThan((4 * 45_000 * Math.sqrt(2 / 3)) / Math.sqrt(offsets.length));
    const near = offsets.filter((offset) => Math.abs(offset) < 90_000 * (1 - Math.SQRT1_2)).length;
    expect(Math.abs(near - offsets.length / 2)).toBeLessThan(4 * 0.5 * Math.sqrt(offsets.length));
    expect(Math.max(...stops.map((event) => reachOf(event, companies)))).toBeGreaterThan(85_000);
  });

  test('a truck that stops has moved', () => {
    let moved = 0;
    let stops = 0;
    for (const own of drivers) {
      for (const [i, event] of own.entries()) {
        if (event.type !== STOPPED_DRIVING) continue;
        stops += 1;
        if (own[i - 1]!.lat !== event.lat || own[i - 1]!.lon !== event.lon) moved += 1;
      }
    }
    expect(stops).toBeGreaterThan(80_000);
    expect(moved).toBeGreaterThan(stops - 5);
  });
});

test('events of other seeds and stripes have other ids', () => {
  const ids = [42, 43].flatMap((seed) =>
    [0, 1].flatMap((index) => {
      const stripe = { index, of: 2, from: 0, to: 20 };
      return drawEvents(orderOf({ seed, stripe })).map(({ id }) => id);
    }),
  );
  expect(new Set(ids).size).toBe(2000);
});

// 100 companies every second make such a fleet in half a day.
test('more than 2^32 drivers in a stripe all drive', () => {
  const companies: EligibleCompanies = {
    count: 10_000_000,
    ids: new Uint32Array(0),
    homeLat: new Int32Array(10_000_000),
    homeLon: new Int32Array(10_000_000),
  };
  const events = drawEvents(orderOf({ companies, count: 3000, driversPerCompany: 1000 }));
  const tenths = countBins(
    events.filter(({ type }) => type === START_DRIVING).map(({ company }) => Math.floor(company / 1_000_000)),
    10,
  );
  expect(misfitOfUniform(tenths)).toBeLessThan(1);
});
