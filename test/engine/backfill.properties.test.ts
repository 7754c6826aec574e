import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emulated, machine, production, quality } from '../fixtures.ts';
import { announced, backfill, live, told } from './backfilled_folder.ts';

const DAY = Date.parse('2025-11-09T00:00:00Z');

/** Up to some dozens of driver intervals. */
const SPAN = fc
  .record({
    companySeconds: fc.integer({ min: 1, max: 40 }),
    driverSeconds: fc.integer({ min: 1, max: 40 }),
    fromMs: fc.integer({ min: 0, max: 86_399_999 }),
    driverIntervals: fc.integer({ min: 1, max: 30 }),
    restMs: fc.integer({ min: 0, max: 39_999 }),
    missedIntervals: fc.constantFrom('skip' as const, 'catch_up' as const),
    isProduction: fc.boolean(),
    workers: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ companySeconds, driverSeconds, fromMs, driverIntervals, restMs, isProduction, ...drawn }) => {
    const make = isProduction ? production : emulated;
    const { sizing } = make();
    const settings = make({
      missedIntervals: drawn.missedIntervals,
      intervalMs: { company: companySeconds * 1000, driver: driverSeconds * 1000 },
      sizing: { ...sizing, companiesPerBatch: 3 },
      quality: quality({ rate: 0.2 }),
    });
    const from = DAY + fromMs;
    return {
      settings,
      workers: drawn.workers,
      fromMs: from,
      toMs: from + (driverIntervals + 1) * driverSeconds * 1000 + restMs,
    };
  });

test('whatever the intervals and the span, a backfill makes what a live service would have made', async () => {
  await fc.assert(
    fc.asyncProperty(SPAN, async ({ settings, workers, fromMs, toMs }) => {
      const alive = machine({ atMs: fromMs + settings.intervalMs.driver });
      const facts = await live(alive, toMs, settings);
      const filled = machine({ atMs: toMs });
      const filledFacts = await backfill(filled, { fromMs, toMs }, settings, { workers });
      expect(told(filled)).toEqual(told(alive));
      expect(announced(filledFacts)).toEqual(announced(facts));
    }),
    { numRuns: 60 },
  );
}, 120_000);

test('a span in two parts is the span in one', async () => {
  await fc.assert(
    fc.asyncProperty(
      SPAN,
      fc.double({ min: 0, max: 1, noNaN: true }),
      async ({ settings, fromMs, toMs }, at) => {
        const whole = machine({ atMs: toMs });
        await backfill(whole, { fromMs, toMs }, settings);
        // The first part is not empty.
        const firstMs = fromMs + settings.intervalMs.driver;
        const cutMs = Math.floor(firstMs + at * (toMs - firstMs));
        const parts = machine({ atMs: toMs });
        await backfill(parts, { fromMs, toMs: cutMs }, settings);
        if (cutMs < toMs) await backfill(parts, { fromMs: cutMs, toMs }, settings);
        expect(told(parts)).toEqual(told(whole));
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('on a folder with batches it goes on as a service would that was started when the span begins', async () => {
  await fc.assert(
    fc.asyncProperty(SPAN, SPAN, fc.integer({ min: 0, max: 300_000 }), async (first, second, awayMs) => {
      // The first part by either way, so that the folders are alike.
      const fromMs = first.toMs + awayMs;
      const toMs = fromMs + (second.toMs - second.fromMs);
      const alive = machine({ atMs: first.toMs });
      const filled = machine({ atMs: toMs });
      for (const host of [alive, filled]) await backfill(host, first, first.settings);
      const settings = { ...second.settings, seed: 1000 };
      // Of another mode nothing is there: then the span begins with a baseline.
      const goesOn = settings.mode === first.settings.mode;
      await alive.clock.runUntil(goesOn ? fromMs : fromMs + settings.intervalMs.driver);
      await live(alive, toMs, settings);
      await backfill(filled, { fromMs, toMs }, settings, { workers: second.workers });
      expect(told(filled)).toEqual(told(alive));
    }),
    { numRuns: 40 },
  );
}, 120_000);
