import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ActiveDrivers } from '../../src/fleet/active_drivers.ts';
import { TimeOrder } from '../../src/fleet/time_order.ts';

// What keeps its memory from one stripe to the next must forget the stripe before.

test('active drivers are numbered as they are first named, however often the table is used', () => {
  const few = fc.array(fc.nat(20), { maxLength: 60 });
  const wide = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 300 });
  // Alike in their low 32 bits, so they meet in the table.
  const alike = fc.array(
    fc.nat(9).map((n) => 7 + n * 2 ** 32),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(few, wide, alike), { minLength: 1, maxLength: 5 }), (stripes) => {
      const active = new ActiveDrivers();
      for (const drivers of stripes) {
        active.clear(drivers.length);
        const numbers = new Map<number, number>();
        for (const driver of drivers) {
          if (!numbers.has(driver)) numbers.set(driver, numbers.size);
          expect(active.numberOf(driver)).toBe(numbers.get(driver)!);
        }
        expect(active.count).toBe(numbers.size);
        expect([...active.index.subarray(0, active.count)]).toEqual([...numbers.keys()]);
      }
    }),
  );
});

test('pairs are sorted by instant, and equal instants keep their order', () => {
  const stripe = fc
    .integer({ min: 1, max: 604_800_000 })
    .chain((limit) =>
      fc.record({ limit: fc.constant(limit), offsets: fc.array(fc.nat(limit - 1), { maxLength: 200 }) }),
    );
  const crowded = fc.record({ limit: fc.constant(5), offsets: fc.array(fc.nat(4), { maxLength: 200 }) });
  fc.assert(
    fc.property(fc.array(fc.oneof(stripe, crowded), { minLength: 1, maxLength: 5 }), (stripes) => {
      const order = new TimeOrder();
      for (const { limit, offsets } of stripes) {
        // The columns are longer than the count, and what lies behind it is none of the sort's business.
        const instants = Uint32Array.of(...offsets, 3, 1, 2);
        const drivers = Uint32Array.of(...offsets.keys(), 7, 8, 9);
        order.sort(instants, drivers, offsets.length, limit);
        const sorted = offsets.map((offset, i) => [offset, i]).sort(([a], [b]) => a! - b!);
        expect([...instants]).toEqual([...sorted.map(([offset]) => offset!), 3, 1, 2]);
        expect([...drivers]).toEqual([...sorted.map(([, i]) => i!), 7, 8, 9]);
      }
    }),
  );
});
