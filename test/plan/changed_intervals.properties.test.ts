import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GENERATORS, type Generator } from '../../src/plan/batch.ts';
import { ceilTo, floorTo } from '../../src/plan/interval.ts';
import { at } from '../fixtures.ts';
import { Loop, type Move, type Settled } from './loop.ts';

const seconds = fc.constantFrom(1, 2, 5, 7, 10, 30, 60).map((count) => count * 1000);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('run' as const), ms: fc.nat(40_000) }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'stage' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('change' as const), company: seconds, driver: seconds }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), ms: fc.nat(200_000) }) },
  // A stall of hours.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('step' as const),
      ms: fc.integer({ min: -600_000, max: 7_200_000 }),
    }),
  },
);

/** What a loop settled whose intervals change now and then. */
const settled = fc
  .record({
    company: seconds,
    driver: seconds,
    missed: fc.constantFrom('skip' as const, 'catch_up' as const),
    startMs: fc.nat(120_000).map((ms) => at('12:00:00') + ms),
    moves: fc.array(move, { maxLength: 50 }),
  })
  .map(({ company, driver, missed, startMs, moves }) => {
    const loop = new Loop({ company, driver }, missed, startMs);
    for (const each of moves) loop.play(each);
    return loop.settled;
  });

function holds(law: (all: readonly Settled[], generator: Generator) => void): void {
  fc.assert(
    fc.property(settled, (all) => {
      for (const generator of GENERATORS) law(all[generator], generator);
    }),
    { numRuns: 200 },
  );
}

test('published intervals are of the length of their time, on its boundaries, and never overlap', () => {
  holds((all, generator) => {
    let toMs = 0;
    for (const { published, startMs, endMs, intervalMs } of all) {
      if (!published) continue;
      expect([startMs % intervalMs[generator], endMs - startMs]).toEqual([0, intervalMs[generator]]);
      expect(startMs).toBeGreaterThanOrEqual(toMs);
      toMs = endMs;
    }
  });
});

test('no hole is left, nothing that was settled is settled again as a whole', () => {
  holds((all) => {
    for (const [i, { startMs, endMs }] of all.entries()) {
      if (i === 0) continue;
      expect(startMs).toBeLessThanOrEqual(all[i - 1]!.endMs);
      expect(endMs).toBeGreaterThan(all[i - 1]!.endMs);
    }
  });
});

test('nothing is published or given up before it has ended', () => {
  holds((all) => {
    for (const { endMs, atMs } of all) expect(atMs).toBeGreaterThanOrEqual(endMs);
  });
});

test('nothing overtakes: with a batch, all of the other generator that ended before it is settled', () => {
  fc.assert(
    fc.property(settled, ({ company, driver }) => {
      for (const { published, endMs, toMs, intervalMs } of driver) {
        // On a shared boundary companies come first, so what ends with the drivers is settled, too.
        const wanted = floorTo(endMs, intervalMs.company);
        if (published) expect(ceilTo(toMs.company, intervalMs.company)).toBeGreaterThanOrEqual(wanted);
      }
      for (const { published, endMs, toMs, intervalMs } of company) {
        // Before the drivers' baseline there is nothing of theirs.
        if (!published || toMs.driver === 0) continue;
        const wanted = floorTo(endMs - 1, intervalMs.driver);
        expect(ceilTo(toMs.driver, intervalMs.driver)).toBeGreaterThanOrEqual(wanted);
      }
    }),
    { numRuns: 200 },
  );
});

test('such loops publish, give up, and meet intervals that overlap a published one', () => {
  const loop = new Loop({ company: 10_000, driver: 10_000 }, 'skip', at('12:00:03'));
  const moves: Move[] = [
    ...Array.from({ length: 4 }, (): Move[] => [{ kind: 'stage' }, { kind: 'run', ms: 5_000 }]).flat(),
    { kind: 'change', company: 60_000, driver: 60_000 },
    { kind: 'run', ms: 60_000 },
    { kind: 'stage' },
    { kind: 'run', ms: 60_000 },
  ];
  for (const each of moves) loop.play(each);
  const driver = loop.settled.driver.map(
    ({ published, startMs, endMs }) => `${published ? 'batch' : 'gap'} ${(endMs - startMs) / 1000} s`,
  );
  expect(driver).toEqual(['batch 10 s', 'batch 10 s', 'batch 10 s', 'gap 60 s', 'batch 60 s']);
});
