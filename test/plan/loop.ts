import { baselineOf } from '../../src/plan/baseline.ts';
import { GENERATORS, type Generator, type Interval } from '../../src/plan/batch.ts';
import { type MissedIntervals, nextStep, type Track } from '../../src/plan/schedule.ts';
import { at } from '../fixtures.ts';

export type Settled = Interval & {
  readonly published: boolean;
  readonly atMs: number;
  /** How far each generator was settled then. */
  readonly toMs: Readonly<Record<Generator, number>>;
  /** The intervals of that time. */
  readonly intervalMs: Readonly<Record<Generator, number>>;
};
export type Move =
  /** Time passes, and the loop does what it can. */
  | { readonly kind: 'run'; readonly ms: number }
  /** The wall clock is set. */
  | { readonly kind: 'step'; readonly ms: number }
  /** Batches that are being made are ready only when this comes. */
  | { readonly kind: 'stage' }
  /** What is planned is dropped, and time passes in which nothing is done. */
  | { readonly kind: 'pause'; readonly ms: number }
  /** A restart under other intervals, which drops what is planned. */
  | { readonly kind: 'change'; readonly company: number; readonly driver: number };

/** The engine's loop in a few lines: it does what the schedule says and remembers what was settled. */
export class Loop {
  readonly settled: Record<Generator, Settled[]> = { company: [], driver: [] };
  readonly #missed: MissedIntervals;
  #intervalMs: Readonly<Record<Generator, number>>;
  #tracks: Record<Generator, Track>;
  nowMs: number;

  constructor(intervalMs: Readonly<Record<Generator, number>>, missed: MissedIntervals, nowMs: number) {
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
    if (move.kind === 'change') this.#intervalMs = { company: move.company, driver: move.driver };
    if (move.kind === 'pause' || move.kind === 'change') this.#tracks = this.#begun();
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
    const toMs = (each: Generator) => this.settled[each].at(-1)?.endMs ?? 0;
    this.settled[generator].push({
      ...interval,
      published,
      atMs: this.nowMs,
      toMs: { company: toMs('company'), driver: toMs('driver') },
      intervalMs: this.#intervalMs,
    });
    const { pending, settledToMs } = this.#tracks[generator];
    const endMs = Math.max(settledToMs, interval.endMs);
    this.#change(generator, { settledToMs: endMs, pending: published ? null : pending });
  }

  #change(generator: Generator, change: Partial<Track>): void {
    this.#tracks[generator] = { ...this.#tracks[generator], ...change };
  }
}
