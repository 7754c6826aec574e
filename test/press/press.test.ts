import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Pool } from '../../src/fleet/pool.ts';
import type { EventCount } from '../../src/fleet/sizing.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import { breachOf, byDriver } from '../fleet/drawn_events.ts';
import {
  companiesOf,
  companyJobOf,
  driverJobOf,
  EMULATED,
  jobOf,
  linesOf,
  NOON,
  planOf,
  press,
  QUARTER_MS,
  qualityOf,
  sizingOf,
} from './jobs.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** About 10,500 events in one stripe, enough for every kind of defect. */
const DIRTY = driverJobOf(300, { quality: qualityOf(0.3) });
const JOBS: Readonly<Record<string, PressJob>> = {
  'a company batch': companyJobOf(),
  'a dirty company batch': companyJobOf({ quality: qualityOf(0.3) }),
  'a driver batch': driverJobOf(),
  'a dirty driver batch': DIRTY,
  'an emulated batch': driverJobOf(9, { sizing: sizingOf({ eventCount: EMULATED }) }),
};

describe('what the press says of a batch', () => {
  for (const [name, job] of Object.entries(JOBS)) {
    test(`is true of ${name}`, () => {
      const { pressed, bytes } = press(job);
      expect(pressed.sha256).toBe(sha256(bytes));
      expect(pressed.bytes).toBe(bytes.length);
      // A torn or badly encoded line still ends with its newline.
      expect(pressed.recordCount).toBe(bytes.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0));
      const issues = Object.values(pressed.issues).reduce((sum, count) => sum + count, 0);
      expect(pressed.corruptedCount).toBe(issues);
      expect(pressed.corruptedCount > 0).toBe(job.quality.rate > 0);
    });
  }

  test('a company batch has as many companies as the config says, and facts for the pool', () => {
    const sizing = sizingOf({ companiesPerBatch: 57, activeRatio: 0.5 });
    const { pressed, bytes } = press(companyJobOf({ sizing }));
    const companies = linesOf(bytes).map((line) => JSON.parse(line));
    expect(companies.length).toBe(57);
    const pool = new Pool();
    pool.append(1, NOON, pressed.facts!);
    expect(pool.eligibleAt(NOON).companies.count).toBe(companies.filter(({ active }) => active).length);
  });

  test('a driver batch has no facts', () => {
    expect(press(driverJobOf()).pressed.facts).toBeNull();
  });

  test('the facts of a dirty company batch are those of a clean one: its trucks drive all the same', () => {
    const dirty = press(companyJobOf({ quality: qualityOf(1) })).pressed;
    expect(dirty.corruptedCount).toBe(100);
    expect(dirty.facts).toEqual(press(companyJobOf()).pressed.facts);
  });
});

describe('the same job', () => {
  for (const [name, job] of Object.entries(JOBS)) {
    test(`gives ${name} the same bytes, whatever its press made before`, () => {
      const used = new StripePress();
      press(driverJobOf(500, { plan: planOf({ seed: 7 }), quality: qualityOf(1) }), used);
      press(companyJobOf({}, 8), used);
      const first = press(job);
      expect(press(job).bytes.equals(first.bytes)).toBe(true);
      expect(press(job, used).bytes.equals(first.bytes)).toBe(true);
      expect(press(job).pressed).toEqual(first.pressed);
    });
  }

  test('under another seed gives other bytes, of which no line is the same', () => {
    for (const job of [companyJobOf(), driverJobOf()]) {
      const other = { ...job, plan: { ...job.plan, seed: 43 } };
      const lines = new Set(linesOf(press(job).bytes));
      expect(lines.size).toBeGreaterThan(50);
      expect(linesOf(press(other).bytes).filter((line) => lines.has(line))).toEqual([]);
    }
  });

  test('under another number, mode or pool range gives the same bytes: the seed alone decides', () => {
    const plan = planOf({ number: 9, mode: 'emulated', poolFrom: 2, poolTo: 7 });
    expect(press(driverJobOf(100, { plan })).bytes.equals(press(driverJobOf()).bytes)).toBe(true);
  });

  test('in another interval of the same length moves every event by as much', () => {
    const interval = { startMs: NOON + QUARTER_MS, endMs: NOON + 2 * QUARTER_MS };
    const later = linesOf(press(driverJobOf(100, { plan: planOf({ interval }) })).bytes);
    const moved = linesOf(press(driverJobOf()).bytes).map((line) => {
      const record = JSON.parse(line);
      const timestamp = new Date(Date.parse(record.timestamp) + QUARTER_MS).toISOString();
      return JSON.stringify({ ...record, timestamp });
    });
    expect(later).toEqual(moved);
  });
});

describe('nobody to drive', () => {
  for (const eventCount of [EMULATED, { kind: 'poisson', ratePerDriver: 3.5 } as const]) {
    for (const rate of [0, 1]) {
      test(`makes an empty ${eventCount.kind} batch at ${rate}`, () => {
        const { pressed, bytes } = press(
          jobOf({ sizing: sizingOf({ eventCount }), quality: qualityOf(rate) }),
        );
        expect(bytes.length).toBe(0);
        expect(pressed).toEqual({
          recordCount: 0,
          corruptedCount: 0,
          issues: {},
          bytes: 0,
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          facts: null,
        });
      });
    }
  }

  test('nothing to do makes an empty batch too', () => {
    const eventCount: EventCount = { kind: 'poisson', ratePerDriver: 1e-12 };
    expect(press(driverJobOf(100, { sizing: sizingOf({ eventCount }) })).pressed.recordCount).toBe(0);
  });
});

describe('a clean driver batch, read as its users read it', () => {
  const job = driverJobOf(2500);
  const lines = linesOf(press(job).bytes);
  const known = new Set(
    linesOf(press(companyJobOf({ sizing: sizingOf({ companiesPerBatch: 2500, activeRatio: 1 }) })).bytes).map(
      (line) => JSON.parse(line).company_id as string,
    ),
  );
  const events = lines.map((line) => JSON.parse(line));

  test('is of compact lines with the fields in their order', () => {
    const fields = 'event_id,driver_id,company_id,truck_id,event_type,timestamp,location';
    for (const [i, event] of events.entries()) {
      if (JSON.stringify(event) !== lines[i]) throw new Error(`line ${i} is not compact: ${lines[i]}`);
      const names = `${Object.keys(event)}/${Object.keys(event.location)}`;
      if (names !== `${fields}/lat,lon`) throw new Error(`line ${i} has ${names}`);
    }
  });

  test('refers to known companies, to drivers 1 to 10 of them and to the trucks that these keep', () => {
    expect(known.size).toBe(2500);
    for (const { company_id, driver_id, truck_id } of events) {
      const seq = driver_id.slice(-3);
      const refersWell =
        known.has(company_id) &&
        /^0(0[1-9]|10)$/.test(seq) &&
        driver_id === `DRV-${company_id}-${seq}` &&
        truck_id === `TRK-${company_id.slice(0, 8)}-${seq}`;
      if (!refersWell) throw new Error(`${driver_id} of ${company_id} in ${truck_id}`);
    }
  });

  test('has two stripes, each in order of time within the interval, and ids of its own', () => {
    const times = events.map(({ timestamp }) => Date.parse(timestamp));
    const backwards = times.slice(1).filter((time, i) => time < times[i]!);
    expect(backwards.length).toBe(1);
    expect(times.filter((time) => !(time >= NOON && time < NOON + QUARTER_MS))).toEqual([]);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
    expect(events.length).toBeGreaterThan(80_000);
  });

  test('tells of every driver a story that can be', () => {
    const types = ['start driving', 'stopped driving', 'delivered'];
    const rows = events.map((event) => ({
      id: event.event_id,
      company: event.company_id,
      driver: event.driver_id,
      type: types.indexOf(event.event_type),
      offsetMs: Date.parse(event.timestamp) - NOON,
      lat: event.location.lat,
      lon: event.location.lon,
    }));
    expect(rows.filter(({ type }) => type < 0)).toEqual([]);
    for (const own of byDriver(rows)) expect(breachOf(own)).toBeNull();
  });
});

test('companies are stripes of their own too', () => {
  const sizing = sizingOf({ companiesPerBatch: 70_000 });
  const job = companyJobOf({ sizing });
  expect(stripesOfJob(job).length).toBe(2);
  const { pressed, bytes } = press(job);
  expect(pressed.recordCount).toBe(70_000);
  const ids = linesOf(bytes).map((line) => JSON.parse(line).company_id);
  expect(new Set(ids).size).toBe(70_000);
  expect(pressed.facts!.length).toBe(25 * 70_000);
  const pool = new Pool();
  pool.append(1, NOON, pressed.facts!);
  expect(companiesOf(1).count).toBe(1);
  expect(pool.eligibleAt(NOON).companies.count).toBeGreaterThan(66_000);
});
