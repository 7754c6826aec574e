import type { CountOnly, Rejected, Rejects } from './rejects.ts';

/** What a file is found to say, gathered row after row. */
export class Gathering {
  readonly #rejected: Rejected[] = [];
  readonly #counts = new Map<string, CountOnly>();
  readonly #notes = new Set<string>();
  readonly #tallies = new Map<string, { times: number; readonly consequence: string }>();

  reject(rejected: Rejected): void {
    this.#rejected.push(rejected);
  }

  /** Adds to what is known of a rule on a column; totals are those of the last that told one. */
  count(rule: string, column: string | null, unexpected: number, total: number | null = null): void {
    const name = JSON.stringify([rule, column]);
    const before = this.#counts.get(name);
    this.#counts.set(name, {
      rule,
      column,
      unexpected: unexpected + (before?.unexpected ?? 0),
      total: total ?? before?.total ?? null,
    });
  }

  /** Says a sentence, once. */
  note(sentence: string): void {
    this.#notes.add(sentence);
  }

  /** Says how often something was found, in one note: `what: times. consequence` */
  tally(what: string, consequence: string, times = 1): void {
    const tally = this.#tallies.get(what) ?? { times: 0, consequence };
    tally.times += times;
    this.#tallies.set(what, tally);
  }

  rejects(format: Rejects['format']): Rejects {
    const tallies = [...this.#tallies].map(
      ([what, { times, consequence }]) => `${what}: ${times}. ${consequence}`,
    );
    return {
      format,
      rejected: this.#rejected,
      counts: [...this.#counts.values()],
      notes: [...this.#notes, ...tallies],
    };
  }
}
