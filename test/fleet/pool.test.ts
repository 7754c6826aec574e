import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFacts } from '../../src/fleet/company_facts.ts';
import { type CompanyStripe, drawCompanies } from '../../src/fleet/company_stripe.ts';
import { type EligibleCompanies, Pool } from '../../src/fleet/pool.ts';
import { sizingOf, wholeStripe } from '../press/jobs.ts';

type Published = { readonly number: number; readonly endMs: number; readonly drawn: CompanyStripe };

function published(number: number, endMs: number, count: number, activeRatio = 0.7): Published {
  return {
    number,
    endMs,
    drawn: drawCompanies(number, wholeStripe(count), 1000, sizingOf({ activeRatio })),
  };
}

function poolOf(batches: readonly Published[]): Pool {
  const pool = new Pool();
  for (const { number, endMs, drawn } of batches) pool.append(number, endMs, encodeFacts(drawn));
  return pool;
}

const rowsOf = ({ count, ids, homeLat, homeLon }: EligibleCompanies) =>
  Array.from({ length: count }, (_, i) => [...ids.subarray(4 * i, 4 * i + 4), homeLat[i], homeLon[i]]);

const activeOf = (batches: readonly Published[]) =>
  batches.flatMap(({ drawn }) =>
    Array.from({ length: drawn.count }, (_, i) => i)
      .filter((i) => drawn.active[i] === 1)
      .map((i) => [...drawn.ids.subarray(4 * i, 4 * i + 4), drawn.homeLat[i], drawn.homeLon[i]]),
  );

test('whoever is eligible is what a look at every batch would find', () => {
  const steps = fc.array(fc.record({ step: fc.nat(3), count: fc.nat(30) }), { maxLength: 25 });
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: -1, max: 80 }),
      (plan, first, atMs) => {
        let endMs = 0;
        const batches = plan.map(({ step, count }, i) => {
          endMs += step;
          return published(first + i, endMs, count);
        });
        const eligible = poolOf(batches).eligibleAt(atMs);
        const ended = batches.filter((batch) => batch.endMs <= atMs);
        expect(eligible.poolFrom).toBe(ended[0]?.number ?? null);
        expect(eligible.poolTo).toBe(ended.at(-1)?.number ?? null);
        expect(rowsOf(eligible.companies)).toEqual(activeOf(ended));
      },
    ),
    { numRuns: 150 },
  );
});

test('a batch counts from the instant of its end', () => {
  const pool = poolOf([published(1, 1000, 5, 1)]);
  expect(pool.eligibleAt(999)).toMatchObject({ poolFrom: null, poolTo: null, companies: { count: 0 } });
  expect(pool.eligibleAt(1000)).toMatchObject({ poolFrom: 1, poolTo: 1, companies: { count: 5 } });
});

test('a batch without an active company is in the pool all the same', () => {
  const pool = poolOf([published(1, 1000, 5, 0)]);
  expect(pool.eligibleAt(1000)).toMatchObject({ poolFrom: 1, poolTo: 1, companies: { count: 0 } });
});

test('the pool grows, and what was handed out before stays', () => {
  const batches = [1, 2, 3, 4].map((number) => published(number, 1000 * number, 900));
  const pool = new Pool();
  const handedOut = batches.map(({ number, endMs, drawn }) => {
    pool.append(number, endMs, encodeFacts(drawn));
    return pool.eligibleAt(endMs).companies;
  });
  expect(handedOut.at(-1)!.count).toBeGreaterThan(2 * 1024);
  for (const [i, companies] of handedOut.entries()) {
    expect(rowsOf(companies)).toEqual(activeOf(batches.slice(0, i + 1)));
  }
});

test('there is never room for an eighth more than have come, and a thousand', () => {
  const pool = new Pool(0);
  let all = 0;
  for (let number = 1; number <= 60; number++) {
    const { endMs, drawn } = published(number, 1000 * number, 300, 1);
    pool.append(number, endMs, encodeFacts(drawn));
    all += 300;
    const { ids, homeLat, homeLon } = pool.eligibleAt(endMs).companies;
    const bytes = ids.buffer.byteLength + homeLat.buffer.byteLength + homeLon.buffer.byteLength;
    expect(bytes).toBeGreaterThanOrEqual(24 * all);
    expect(bytes).toBeLessThanOrEqual(24 * Math.max(1.125 * all + 1, all + 1024));
  }
});

test('a worker reads the companies where they are', () => {
  const { companies } = poolOf([published(1, 1000, 2000)]).eligibleAt(1000);
  for (const column of [companies.ids, companies.homeLat, companies.homeLon]) {
    expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
});

test('a batch that ended before the last one is refused', () => {
  const pool = poolOf([published(1, 1000, 3), published(2, 2000, 3)]);
  const late = published(3, 1999, 3);
  expect(() => pool.append(late.number, late.endMs, encodeFacts(late.drawn))).toThrow(
    'batch 3 ends before batch 2',
  );
  expect(pool.eligibleAt(5000).poolTo).toBe(2);
});
