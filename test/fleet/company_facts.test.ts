import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CompanyColumns, decodeActive, encodeFacts, FACT_BYTES } from '../../src/fleet/company_facts.ts';
import { drawCompanies } from '../../src/fleet/company_stripe.ts';
import { sizingOf, wholeStripe } from '../press/jobs.ts';

function columnsFor(capacity: number): CompanyColumns {
  return {
    ids: new Uint32Array(4 * capacity),
    homeLat: new Int32Array(capacity),
    homeLon: new Int32Array(capacity),
  };
}

test('the facts of active companies come back as they went', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 48 }),
      fc.nat(60),
      fc.nat(7),
      fc.nat(3),
      (seed, count, offset, at) => {
        const companies = drawCompanies(seed, wholeStripe(count), 1000, sizingOf({ activeRatio: 0.5 }));
        const bytes = encodeFacts(companies);
        expect(bytes.length).toBe(count * FACT_BYTES);
        // As the ledger's driver gives them: somewhere within a larger buffer, not aligned.
        const larger = new Uint8Array(bytes.length + offset + 3).fill(0xee);
        larger.set(bytes, offset);
        const columns = columnsFor(at + count);
        const end = decodeActive(larger.subarray(offset, offset + bytes.length), columns, at);

        const active = Array.from({ length: count }, (_, i) => i).filter((i) => companies.active[i] === 1);
        expect(end).toBe(at + active.length);
        expect([...columns.ids.subarray(4 * at, 4 * end)]).toEqual(
          active.flatMap((i) => [...companies.ids.subarray(4 * i, 4 * i + 4)]),
        );
        expect([...columns.homeLat.subarray(at, end)]).toEqual(active.map((i) => companies.homeLat[i]!));
        expect([...columns.homeLon.subarray(at, end)]).toEqual(active.map((i) => companies.homeLon[i]!));
        // What stood before and what comes after is not touched.
        expect([...columns.ids.subarray(0, 4 * at), ...columns.ids.subarray(4 * end)].some(Boolean)).toBe(
          false,
        );
      },
    ),
  );
});

test('a company takes 25 bytes in an order that the ledger keeps for ever', () => {
  const bytes = encodeFacts({
    count: 1,
    ids: Uint32Array.of(0x01020304, 0xfffefdfc, 5, 0x80000000),
    names: ['Atlas Freight Co'],
    geographies: ['AUS'],
    active: Uint8Array.of(1),
    createdOffsetMs: Uint32Array.of(9),
    homeLat: Int32Array.of(-3_386_880),
    homeLon: Int32Array.of(15_120_930),
  });
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '04030201fcfdfeff0500000000000080' + '0052ccff22bae600' + '01',
  );
});
