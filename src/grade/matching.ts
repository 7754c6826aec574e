import type { BatchIndex } from './batch_index.ts';
import type { SameId } from './same_id.ts';
import { Unmatched } from './unmatched.ts';
import type { Verdict } from './verdict.ts';

/** What a pipeline says of one record: the kinds and fields that its verdicts name. */
export type Flag = { readonly kinds: Set<string>; readonly fields: Set<string> };

/** Which records the verdicts mean. */
export type Matched = {
  /** By line, 1-based. */
  readonly flags: ReadonlyMap<number, Flag>;
  readonly unmatched: Unmatched;
  /** Verdicts that may mean one record or another, which are not alike. */
  readonly ambiguous: number;
};

/**
 * Finds the records that verdicts mean: by line, else by hash, else by id. Where several are meant alike (identical lines, or
 * one id on a record and its copies), the dirty ones are taken first, and each verdict of a rule takes others.
 */
export function match(verdicts: readonly Verdict[], index: BatchIndex, groups: readonly SameId[]): Matched {
  const matching = new Matching(index, groups);
  for (const verdict of verdicts) matching.take(verdict);
  return matching;
}

/** The lines that a line number, a hash or an id means. */
type Meant = {
  /** The dirty ones first. */
  readonly lines: readonly number[];
  readonly areAlike: boolean;
  /** How many of them the verdicts of a rule have taken. */
  readonly taken: Map<string, number>;
  /** What has been said of all of them. */
  readonly saidOfAll: Set<string>;
};

class Matching implements Matched {
  readonly flags = new Map<number, Flag>();
  readonly unmatched = new Unmatched();
  ambiguous = 0;
  readonly #index: BatchIndex;
  readonly #rootOf: ReadonlyMap<number, number>;
  readonly #meant = new Map<string, Meant>();

  constructor(index: BatchIndex, groups: readonly SameId[]) {
    this.#index = index;
    this.#rootOf = new Map(groups.flatMap(({ root, members }) => members.map((line) => [line, root])));
  }

  take(verdict: Verdict): void {
    const { line, rule = '' } = verdict;
    const count = line === undefined ? (verdict.count ?? 1) : 1;
    const name = nameOf(verdict);
    const meant = this.#meantBy(name, verdict);
    const { lines, areAlike, taken } = meant;
    if (count > lines.length) this.unmatched.add(name, verdict, count - lines.length);
    if (count >= lines.length) {
      this.#flagAll(meant, verdict);
    } else if (areAlike) {
      const first = taken.get(rule) ?? 0;
      taken.set(rule, first + count);
      for (const each of lines.slice(first, first + count)) this.#flag(each, verdict);
    } else {
      this.ambiguous += 1;
    }
  }

  /** Kept, for a pipeline may send a verdict on each of a hundred thousand lines, all with the same id. */
  #meantBy(name: string, verdict: Verdict): Meant {
    const known = this.#meant.get(name);
    if (known !== undefined) return known;
    const [dirty, clean] = parted(this.#index.linesMeantBy(verdict), (line) => this.#index.key.has(line));
    const lines = [...dirty, ...clean];
    // Records of one group, or records that are all dirty: whichever is meant, the grade is the same.
    const areAlike =
      clean.length === 0 || new Set(lines.map((line) => this.#rootOf.get(line) ?? line)).size === 1;
    const meant = { lines, areAlike, taken: new Map(), saidOfAll: new Set<string>() };
    this.#meant.set(name, meant);
    return meant;
  }

  #flagAll({ lines, saidOfAll }: Meant, verdict: Verdict): void {
    const said = JSON.stringify([verdict.kind, verdict.field]);
    if (saidOfAll.has(said)) return;
    saidOfAll.add(said);
    for (const line of lines) this.#flag(line, verdict);
  }

  #flag(line: number, { kind, field }: Verdict): void {
    const flag = this.flags.get(line) ?? { kinds: new Set<string>(), fields: new Set<string>() };
    if (kind !== undefined) flag.kinds.add(kind);
    if (field !== undefined) flag.fields.add(field);
    this.flags.set(line, flag);
  }
}

/** What a verdict calls the record that it means. */
function nameOf({ line, raw_sha256, event_id }: Verdict): string {
  if (line !== undefined) return `line ${line}`;
  if (raw_sha256 !== undefined) return `hash ${raw_sha256}`;
  return event_id !== undefined ? `id ${event_id}` : 'no record';
}

function parted<T>(all: readonly T[], belongs: (each: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((each) => !belongs(each))];
}
