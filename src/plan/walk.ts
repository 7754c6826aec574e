import type { BatchPlan, Generator, Mode } from './batch.ts';
import { type MissedIntervals, nextStep, type Step, type Track } from './schedule.ts';

/** Company batches, first and last, whose companies may drive at an instant; null where there is none. */
export type PoolRange = Pick<BatchPlan, 'poolFrom' | 'poolTo'>;

/** Where a walk begins. */
export type WalkStart = {
  /** Where the generators stand, with nothing pending. */
  readonly tracks: Readonly<Record<Generator, Track>>;
  readonly nextNumbers: Readonly<Record<Generator, number>>;
  readonly mode: Mode;
  /** Seed of batch 1. */
  readonly seed: number;
  readonly missedIntervals: MissedIntervals;
  /** What the clock reads, in epoch ms. */
  readonly nowMs: number;
  /** What was there before. */
  readonly poolAt: (atMs: number) => PoolRange;
};

/** What settles intervals: a gap, or a batch that becomes visible. */
export type WalkStep =
  | Extract<Step, { kind: 'gap' }>
  | { readonly kind: 'batch'; readonly plan: BatchPlan; readonly cause: PlanStep['cause'] };

type PlanStep = Extract<Step, { kind: 'plan' }>;
type Planned = Extract<WalkStep, { kind: 'batch' }>;

/**
 * What a live service does from an instant on, on a clock that jumps from one boundary to the next and with a press that
 * takes no time: the same schedule, hence the same intervals, numbers, seeds, pools and gaps.
 */
export class Walk {
  readonly #start: WalkStart;
  readonly #tracks: Record<Generator, Track>;
  readonly #nextNumbers: Record<Generator, number>;
  readonly #pending: Partial<Record<Generator, Planned>> = {};
  /** The company batches of this walk that no driver batch has looked for yet, and the last that one has found. */
  readonly #companies: { readonly number: number; readonly endMs: number }[] = [];
  /** Number of this walk's first company batch. */
  #firstCompany: number | null = null;
  #nowMs: number;

  constructor(start: WalkStart) {
    this.#start = start;
    this.#tracks = { ...start.tracks };
    this.#nextNumbers = { ...start.nextNumbers };
    this.#nowMs = start.nowMs;
  }

  /**
   * All that happens at the next instant at which something does; nothing if that is after `untilMs`. Where missed
   * intervals are caught up, an instant that has more than `most` batches comes in parts.
   */
  next(untilMs: number, most: number): WalkStep[] {
    const taken: WalkStep[] = [];
    // A walk may begin later than that.
    if (this.#nowMs > untilMs) return taken;
    for (;;) {
      const { company, driver } = this.#tracks;
      const step = nextStep(company, driver, this.#start.missedIntervals, this.#nowMs);
      if (step.kind === 'wait') {
        if (taken.length > 0 || step.untilMs! > untilMs) return taken;
        this.#nowMs = step.untilMs!;
      } else if (step.kind === 'plan') {
        this.#plan(step);
      } else if (step.kind === 'gap') {
        this.#settle(step.generator, { settledToMs: step.toMs });
        taken.push(step);
      } else {
        const published = step.generators.map((generator) => this.#publish(generator));
        taken.push(...published);
        if (taken.length >= most && published.every(({ cause }) => cause === 'catch_up')) return taken;
      }
    }
  }

  #plan({ generator, interval, cause }: PlanStep): void {
    const { mode, seed } = this.#start;
    const number = this.#nextNumbers[generator]++;
    const pool = generator === 'driver' ? this.#poolAt(interval.startMs) : { poolFrom: null, poolTo: null };
    const plan = { generator, number, mode, interval, seed: seed + number - 1, ...pool };
    this.#pending[generator] = { kind: 'batch', plan, cause };
    this.#settle(generator, { baseline: null, pending: { interval, staged: true } });
  }

  #publish(generator: Generator): Planned {
    const planned = this.#pending[generator]!;
    const { number, interval } = planned.plan;
    const settledToMs = Math.max(this.#tracks[generator].settledToMs, interval.endMs);
    this.#settle(generator, { pending: null, settledToMs });
    if (generator === 'company') {
      this.#firstCompany ??= number;
      this.#companies.push({ number, endMs: interval.endMs });
    }
    return planned;
  }

  #settle(generator: Generator, change: Partial<Track>): void {
    this.#tracks[generator] = { ...this.#tracks[generator], ...change };
  }

  /** Driver batches ask in order of their starts, so what is too old for one is too old for all that follow. */
  #poolAt(atMs: number): PoolRange {
    const before = this.#start.poolAt(atMs);
    while (this.#companies.length > 1 && this.#companies[1]!.endMs <= atMs) this.#companies.shift();
    const [last] = this.#companies;
    if (last === undefined || last.endMs > atMs) return before;
    return { poolFrom: before.poolFrom ?? this.#firstCompany, poolTo: last.number };
  }
}
