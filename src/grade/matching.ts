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
  const [byLine, rest] = parted(verdicts, ({ line }) => line !== undefined);
  const [byHash, byId] = parted(rest, ({ raw_sha256 }) => raw_sha256 !== undefined);
  for (const verdict of [...byLine, ...byHash, ...byId]) matching.take(verdict);
  return matching;
}

class Matching implements Matched {
  readonly flags = new Map<number, Flag>();
  readonly unmatched = new Unmatched();
  ambiguous = 0;
  readonly #index: BatchIndex;
  readonly #rootOf: ReadonlyMap<number, number>;
  /** How many records the verdicts of a rule have taken of those that a hash or an id means. */
  readonly #taken = new Map<string, number>();

  constructor(index: BatchIndex, groups: readonly SameId[]) {
    this.#index = index;
    this.#rootOf = new Map(groups.flatMap(({ root, members }) => members.map((line) => [line, root])));
  }

  take(verdict: Verdict): void {
    const { line, raw_sha256, rule = '' } = verdict;
    const count = line === undefined ? (verdict.count ?? 1) : 1;
    const lines = this.#index.linesMeantBy(verdict);
    if (count > lines.length) this.unmatched.add(nameOf(verdict), verdict, count - lines.length);
    if (lines.length > count && raw_sha256 === undefined && !this.#areAlike(lines)) {
      this.ambiguous += 1;
      return;
    }
    const name = `${rule}\n${nameOf(verdict)}`;
    // Sent once more, a verdict on a record that stands there once means the same.
    const taken = lines.length === 1 ? 0 : (this.#taken.get(name) ?? 0);
    this.#taken.set(name, taken + count);
    for (const each of this.#dirtyFirst(lines).slice(taken, taken + count)) this.#flag(each, verdict);
  }

  /** Records of one group, or records that are all dirty: whichever is meant, the grade is the same. */
  #areAlike(lines: readonly number[]): boolean {
    const roots = new Set(lines.map((line) => this.#rootOf.get(line) ?? line));
    return roots.size === 1 || lines.every((line) => this.#index.key.has(line));
  }

  #dirtyFirst(lines: readonly number[]): number[] {
    const [dirty, clean] = parted(lines, (line) => this.#index.key.has(line));
    return [...dirty, ...clean];
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
