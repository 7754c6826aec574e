import { base, en, Faker } from '@faker-js/faker';
import type { DriverEventRecord } from '../../src/encode/event_lines.ts';
import { EVENT_TYPES } from '../../src/fleet/event_stripe.ts';
import { NOON, QUARTER_MS } from '../../test/press/jobs.ts';

const COMPANIES = 100;
const DRIVERS_PER_COMPANY = 10;
/** How far trucks go from 0° 0', in degrees; where they are makes no difference to the time it takes. */
const REACH = 0.9;

/**
 * `count` events as one makes them with @faker-js/faker: the same fields in the same form, each drawn on its own, so in no order of time and
 * without trips; as JSON Lines.
 */
export function fakerEvents(count: number): Uint8Array {
  const faker = new Faker({ locale: [en, base], seed: 42 });
  const companies = Array.from({ length: COMPANIES }, () => faker.string.uuid());
  const lines: string[] = [];
  for (let i = 0; i < count; i++)
    lines.push(JSON.stringify(draw(faker, faker.helpers.arrayElement(companies))));
  return Buffer.from(`${lines.join('\n')}\n`);
}

function draw(faker: Faker, companyId: string): DriverEventRecord {
  const driver = String(faker.number.int({ min: 1, max: DRIVERS_PER_COMPANY })).padStart(3, '0');
  return {
    event_id: faker.string.uuid(),
    driver_id: `DRV-${companyId}-${driver}`,
    company_id: companyId,
    truck_id: `TRK-${companyId.slice(0, 8)}-${driver}`,
    event_type: faker.helpers.arrayElement(EVENT_TYPES),
    timestamp: faker.date.between({ from: NOON, to: NOON + QUARTER_MS - 1 }).toISOString(),
    location: {
      lat: faker.location.latitude({ min: -REACH, max: REACH, precision: 5 }),
      lon: faker.location.longitude({ min: -REACH, max: REACH, precision: 5 }),
    },
  };
}
