import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GENERATORS } from '../../src/plan/batch.ts';
import { floorTo } from '../../src/plan/interval.ts';
import { at } from '../fixtures.ts';
import { Loop, type Move } from './loop.ts';

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('run' as const), ms: fc.nat(40_000) }) },
  { weight: 5, arbitrary: fc.constant({ kind: 'stage' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('step' as const),
      ms: fc.integer({ min: -600_000, max: 600_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), ms: fc.nat(200_000) }) },
);
const seconds = fc.constantFrom(1, 2, 5, 7, 10, 30, 60).map((count) => count * 1000);
const loopOf = (moves: fc.Arbitrary<Move>) =>
  fc
    .record({
      company: seconds,
      driver: seconds,
      missed: fc.constantFrom('skip' as const, 'catch_up' as const),
      startMs: fc.nat(120_000).map((ms) => at('12:00:00') + ms),
      moves: fc.array(moves, { maxLength: 60 }),
    })
    .map(({ company, driver, missed, startMs, moves }) => {
      const played = new Loop({ company, driver }, missed, startMs);
      for (const each of moves) played.play(each);
      return { ...played.settled, missed, intervalMs: { company, driver } };
    });
const loop = loopOf(move);

test('every interval is settled exactly once and in order, whatever the clock does', () => {
  fc.assert(
    fc.property(loop, ({ intervalMs, ...settled }) => {
      for (const generator of GENERATORS) {
        const all = settled[generator];
        for (const [i, { startMs, endMs }] of all.entries()) {
          expect(startMs % intervalMs[generator]).toBe(0);
          expect(endMs).toBeGreaterThan(startMs);
          if (i > 0) expect(startMs).toBe(all[i - 1]!.endMs);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('nothing is published before its interval has ended', () => {
  fc.assert(
    fc.property(loop, ({ company, driver }) => {
      for (const { published, endMs, atMs } of [...company, ...driver]) {
        if (published) expect(atMs).toBeGreaterThanOrEqual(endMs);
      }
    }),
    { numRuns: 300 },
  );
});

test('a published batch is one interval long', () => {
  fc.assert(
    fc.property(loop, ({ intervalMs, ...settled }) => {
      for (const generator of GENERATORS) {
        for (const { published, startMs, endMs } of settled[generator]) {
          if (published) expect(endMs - startMs).toBe(intervalMs[generator]);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('companies that ended by the start of a driver batch were settled before it was published', () => {
  fc.assert(
    fc.property(loop, ({ driver, intervalMs }) => {
      for (const { published, startMs, toMs } of driver) {
        if (published) expect(toMs.company).toBeGreaterThanOrEqual(floorTo(startMs, intervalMs.company));
      }
    }),
    { numRuns: 300 },
  );
});

test('under catch_up nothing is a gap but what a baseline leaves before and behind it', () => {
  // What a baseline skips is counted from the clock as it was then: one that is set back meanwhile publishes more.
  const steady = loopOf(move.filter((each) => each.kind !== 'step'));
  fc.assert(
    fc.property(steady, ({ company, driver, missed }) => {
      if (missed === 'skip') return;
      for (const all of [company, driver]) {
        const behind = all.slice(all.findIndex(({ published }) => published) + 2);
        if (all.some(({ published }) => published))
          expect(behind.every(({ published }) => published)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
