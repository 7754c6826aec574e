import type { Verdict } from './verdict.ts';

/** What verdicts say of records that the batch does not have. As with those that it has, several may be on one. */
export class Unmatched {
  readonly #records = new Most();
  readonly #byKind = new Map<string, Most>();
  readonly #byField = new Map<string, Most>();

  /** Takes in a verdict that means `count` records more than the batch has of that line, hash or id. */
  add(name: string, { kind, field }: Verdict, count: number): void {
    this.#records.note(name, count);
    if (kind !== undefined) mostOf(this.#byKind, kind).note(name, count);
    if (field !== undefined) mostOf(this.#byField, field).note(name, count);
  }

  get records(): number {
    return this.#records.total;
  }

  /** Pairs of such a record and a field that a verdict on it names. */
  get cells(): number {
    return [...this.#byField.values()].reduce((sum, { total }) => sum + total, 0);
  }

  /** How many of the records verdicts call of a kind. */
  get kinds(): [kind: string, records: number][] {
    return [...this.#byKind].map(([kind, { total }]) => [kind, total]);
  }
}

/** The greatest count of each name: two verdicts that mean three and five of it mean five. */
class Most {
  readonly #counts = new Map<string, number>();
  total = 0;

  note(name: string, count: number): void {
    const more = count - (this.#counts.get(name) ?? 0);
    if (more <= 0) return;
    this.#counts.set(name, count);
    this.total += more;
  }
}

function mostOf(all: Map<string, Most>, name: string): Most {
  const most = all.get(name) ?? new Most();
  all.set(name, most);
  return most;
}
