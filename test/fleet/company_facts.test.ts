import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFacts, encodeFacts, FACT_BYTES } from '../../src/fleet/company_facts.ts';
import { drawCompanies } from '../../src/fleet/company_stripe.ts';
import { sizingOf, wholeStripe } from '../press/jobs.ts';

test('facts come back as they went', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 }), fc.nat(60), fc.nat(7), (seed, count, offset) => {
      const companies = drawCompanies(seed, wholeStripe(count), 1000, sizingOf({ activeRatio: 0.5 }));
      const bytes = encodeFacts(companies);
      expect(bytes.length).toBe(count * FACT_BYTES);
      // As the ledger's driver gives them: somewhere within a larger buffer, not aligned.
      const larger = new Uint8Array(bytes.length + offset + 3).fill(0xee);
      larger.set(bytes, offset);
      const facts = [...decodeFacts(larger.subarray(offset, offset + bytes.length))];
      expect(facts).toEqual(
        Array.from({ length: count }, (_, i) => ({
          id: [...companies.ids.subarray(4 * i, 4 * i + 4)] as [number, number, number, number],
          homeLat: companies.homeLat[i]!,
          homeLon: companies.homeLon[i]!,
          active: companies.active[i] === 1,
        })),
      );
    }),
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
