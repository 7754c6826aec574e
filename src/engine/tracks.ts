import type { Ledger } from '../ledger/ledger.ts';
import { baselineOf } from '../plan/baseline.ts';
import { GENERATORS, type Generator, type Interval, type Mode } from '../plan/batch.ts';
import type { Track } from '../plan/schedule.ts';
import type { Pending } from './pending.ts';

type Standing = {
  settledToMs: number;
  skipToMs: number;
  baseline: Interval | null;
  nextNumber: number;
  /** In the order of publication; more than one only where a backfill was cut. */
  pending: Pending[];
};

/** Where each generator's schedule stands: the ledger's positions, kept in memory while the engine runs. */
export class Tracks {
  readonly #intervalMs: Readonly<Record<Generator, number>>;
  readonly #standing: Record<Generator, Standing>;

  constructor(intervalMs: Readonly<Record<Generator, number>>) {
    this.#intervalMs = intervalMs;
    const blank = () => ({ settledToMs: 0, skipToMs: 0, baseline: null, nextNumber: 1, pending: [] });
    this.#standing = { company: blank(), driver: blank() };
  }

  /** Reads the positions anew, and finds out which baseline is missing. Pending batches stay. */
  begin(ledger: Ledger, datasetId: number, mode: Mode, nowMs: number): void {
    const position = (generator: Generator) => ledger.position(datasetId, generator);
    const positions = { company: position('company'), driver: position('driver') };
    const standing = (generator: Generator) => ({
      missing: this.pending(generator) === null && !ledger.hasPublished(datasetId, generator, mode),
      intervalMs: this.#intervalMs[generator],
      settledToMs: positions[generator].settledToMs ?? this.pending(generator)?.plan.interval.endMs ?? null,
    });
    const starts = baselineOf({ company: standing('company'), driver: standing('driver') }, nowMs);
    for (const generator of GENERATORS) {
      Object.assign(this.#standing[generator], starts[generator], {
        nextNumber: positions[generator].nextNumber,
      });
    }
  }

  /** What the schedule needs to know of a generator. */
  track(generator: Generator): Track {
    const { settledToMs, skipToMs, baseline } = this.#standing[generator];
    const pending = this.pending(generator);
    return {
      generator,
      intervalMs: this.#intervalMs[generator],
      settledToMs,
      skipToMs,
      baseline,
      pending: pending && { interval: pending.plan.interval, staged: pending.state === 'staged' },
    };
  }

  /** Whether a part of the baseline is still to be published. */
  get awaitsBaseline(): boolean {
    return GENERATORS.some(
      (generator) =>
        this.#standing[generator].baseline !== null || this.pending(generator)?.cause === 'baseline',
    );
  }

  nextNumber(generator: Generator): number {
    return this.#standing[generator].nextNumber;
  }

  /** The batch that a generator publishes next; null if none is planned. */
  pending(generator: Generator): Pending | null {
    return this.#standing[generator].pending[0] ?? null;
  }

  /** The batches that are published next. */
  nextPending(): Pending[] {
    return GENERATORS.flatMap((generator) => this.pending(generator) ?? []);
  }

  /** Those of them that can be made: the companies that drive in them are published. */
  decidablePending(): Pending[] {
    const companyEndMs = this.pending('company')?.plan.interval.endMs ?? Number.POSITIVE_INFINITY;
    return this.nextPending().filter(
      ({ plan }) => plan.generator === 'company' || plan.interval.startMs < companyEndMs,
    );
  }

  /** Every batch that is planned and not published. */
  allPending(): Pending[] {
    return GENERATORS.flatMap((generator) => this.#standing[generator].pending);
  }

  planned(pending: Pending): void {
    const standing = this.#standing[pending.plan.generator];
    standing.pending.push(pending);
    standing.baseline = null;
  }

  published({ plan }: Pending): void {
    const standing = this.#standing[plan.generator];
    standing.pending.shift();
    standing.nextNumber = Math.max(standing.nextNumber, plan.number + 1);
    standing.settledToMs = Math.max(standing.settledToMs, plan.interval.endMs);
  }

  /** The intervals up to `toMs` became a gap. */
  skipped(generator: Generator, toMs: number): void {
    this.#standing[generator].settledToMs = toMs;
  }

  drop(pending: Pending): void {
    const standing = this.#standing[pending.plan.generator];
    standing.pending = standing.pending.filter((each) => each !== pending);
  }
}
