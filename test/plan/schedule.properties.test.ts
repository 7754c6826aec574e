import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baselineOf } from '../../src/plan/baseline.ts';
import { GENERATORS, type Generator, type Interval } from '../../src/plan/batch.ts';
import { floorTo } from '../../src/plan/interval.ts';
import { type MissedIntervals, nextStep, type Track } from '../../src/plan/schedule.ts';
import { at } from '../fixtures.ts';

type Settled = Interval & {
  readonly published: boolean;
  readonly atMs: number;
  /** How far the companies were settled then. */
  readonly companiesToMs: number;
};
type Move =
  /** Time passes, and the loop does what it can. */
  | { readonly kind: 'run'; readonly ms: number }
  /** The wall clock is set. */
  | { readonly kind: 'step'; readonly ms: number }
  /** Batches that are being made are ready only when this comes. */
  | { readonly kind: 'stage' }
  /** What is planned is dropped, and time passes in which nothing is done. */
  | { readonly kind: 'pause'; readonly ms: number };

/** The engine's loop in a few lines: it does what the schedule says and remembers what was settled. */
class Loop {
  readonly settled: Record<Generator, Settled[]> = { company: [], driver: [] };
  readonly #missed: MissedIntervals;
  readonly #intervalMs: Record<Generator, number>;
  #tracks: Record<Generator, Track>;
  nowMs: number;

  constructor(intervalMs: Record<Generator, number>, missed: MissedIntervals, nowMs: number) {
    this.#missed = missed;
    this.#intervalMs = intervalMs;
    this.nowMs = nowMs;
    this.#tracks = this.#begun();
  }

  /** The tracks as they are after a start or a resume: what has no published batch yet has a baseline. */
  #begun(): Record<Generator, Track> {
    const standing = (generator: Generator) => ({
      missing: !this.settled[generator].some(({ published }) => published),
      intervalMs: this.#intervalMs[generator],
      settledToMs: this.settled[generator].at(-1)?.endMs ?? null,
    });
    const starts = baselineOf({ company: standing('company'), driver: standing('driver') }, this.nowMs);
    const track = (generator: Generator): Track => ({
      generator,
      intervalMs: this.#intervalMs[generator],
      pending: null,
      ...starts[generator],
    });
    return { company: track('company'), driver: track('driver') };
  }

  play(move: Move): void {
    if (move.kind === 'stage') this.#stage();
    if (move.kind === 'step' || move.kind === 'pause') {
      // No further back than to eleven, or a run may last for days.
      this.nowMs = Math.max(at('11:00:00'), this.nowMs + move.ms);
    }
    if (move.kind === 'pause') this.#tracks = this.#begun();
    if (move.kind === 'run') this.nowMs += move.ms;
    this.#work();
  }

  #stage(): void {
    for (const generator of GENERATORS) {
      const { pending } = this.#tracks[generator];
      if (pending !== null) this.#change(generator, { pending: { ...pending, staged: true } });
    }
  }

  #work(): void {
    for (let steps = 0; ; steps++) {
      if (steps > 100_000) throw new Error('the schedule does not come to rest');
      const step = nextStep(this.#tracks.company, this.#tracks.driver, this.#missed, this.nowMs);
      if (step.kind === 'wait') return;
      if (step.kind === 'gap') {
        this.#settle(step.generator, { startMs: step.fromMs, endMs: step.toMs }, false);
      } else if (step.kind === 'plan') {
        this.#change(step.generator, { pending: { interval: step.interval, staged: false }, baseline: null });
      } else {
        for (const each of step.generators) {
          const { interval, staged } = this.#tracks[each].pending!;
          if (!staged) throw new Error('published before it was staged');
          this.#settle(each, interval, true);
        }
      }
    }
  }

  #settle(generator: Generator, interval: Interval, published: boolean): void {
    const companiesToMs = this.settled.company.at(-1)?.endMs ?? 0;
    this.settled[generator].push({ ...interval, published, atMs: this.nowMs, companiesToMs });
    const { pending, settledToMs } = this.#tracks[generator];
    const endMs = Math.max(settledToMs, interval.endMs);
    this.#change(generator, { settledToMs: endMs, pending: published ? null : pending });
  }

  #change(generator: Generator, change: Partial<Track>): void {
    this.#tracks[generator] = { ...this.#tracks[generator], ...change };
  }
}

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
      for (const { published, startMs, companiesToMs } of driver) {
        if (published) expect(companiesToMs).toBeGreaterThanOrEqual(floorTo(startMs, intervalMs.company));
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
