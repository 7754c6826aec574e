import { DEFECT_KINDS, type DefectKind } from '../defects/kinds.ts';
import type { BatchIndex } from './batch_index.ts';
import { type Flag, type Matched, match } from './matching.ts';
import { groupsOf, type SameId } from './same_id.ts';
import type { CellScore, KindScore, Score } from './score.ts';
import type { Unmatched } from './unmatched.ts';
import type { Verdict } from './verdict.ts';

/**
 * Grades a pipeline's verdicts on a batch.
 *
 * @param index of the same verdicts, fed with all lines of the batch
 * @param isDirtyCompany whether a company's own record was written dirty: its events may rightly be doubted
 */
export function gradeBatch(
  index: BatchIndex,
  verdicts: readonly Verdict[],
  isDirtyCompany: (companyId: string) => boolean,
): Score {
  const groups = groupsOf(index.key, (id) => index.linesOfId(id));
  const matched = match(verdicts, index, groups);
  const { caught, left } = creditGroups(index, matched, groups);
  const isNeutral = (line: number) => {
    const { driverId, companyId } = index.shownOn(line);
    const isDoubted = index.isDoubted(driverId) || (companyId !== null && isDirtyCompany(companyId));
    return index.generator === 'driver' && isDoubted;
  };
  const { unmatched } = matched;
  const wrong = [...left].filter(([line]) => !isNeutral(line)).map(([, flag]) => flag);
  return {
    total: index.lineCount,
    dirty: index.key.size,
    truePositives: caught.size,
    falsePositives: wrong.length + unmatched.records,
    falseNegatives: index.key.size - caught.size,
    neutral: left.size - wrong.length,
    unmatched: unmatched.records,
    ambiguous: matched.ambiguous,
    kinds: kindsOf(index, caught, wrong, unmatched),
    cells: cellsOf(index, caught, wrong, unmatched),
  };
}

type Credited = {
  /** Dirty lines that count as flagged, and what was said of them. */
  readonly caught: ReadonlyMap<number, Flag>;
  /** Clean lines that are flagged for nothing. */
  readonly left: ReadonlyMap<number, Flag>;
};

/** In a group whose first record is clean all are alike: a flag on the first counts for one that has none. */
function creditGroups({ key }: BatchIndex, { flags }: Matched, groups: readonly SameId[]): Credited {
  const caught = new Map([...flags].filter(([line]) => key.has(line)));
  const left = new Map([...flags].filter(([line]) => !key.has(line)));
  for (const { root, members } of groups) {
    const flag = left.get(root);
    const missed = members.find((line) => !caught.has(line));
    if (flag === undefined || missed === undefined) continue;
    caught.set(missed, flag);
    left.delete(root);
  }
  return { caught, left };
}

function kindsOf(
  { key }: BatchIndex,
  caught: ReadonlyMap<number, Flag>,
  wrong: readonly Flag[],
  unmatched: Unmatched,
): Score['kinds'] {
  const kinds: Partial<Record<DefectKind, KindScore>> = {};
  const count = (kind: string, counts: Partial<KindScore>) => {
    if (!isKind(kind)) return;
    const { dirty, caught, named, correct } = kinds[kind] ?? { dirty: 0, caught: 0, named: 0, correct: 0 };
    kinds[kind] = {
      dirty: dirty + (counts.dirty ?? 0),
      caught: caught + (counts.caught ?? 0),
      named: named + (counts.named ?? 0),
      correct: correct + (counts.correct ?? 0),
    };
  };
  for (const { kind, line } of key.values()) count(kind, { dirty: 1, caught: caught.has(line) ? 1 : 0 });
  for (const [line, flag] of caught) {
    const { kind } = key.get(line)!;
    for (const name of flag.kinds) count(name, { named: 1, correct: name === kind ? 1 : 0 });
  }
  for (const flag of wrong) for (const name of flag.kinds) count(name, { named: 1 });
  for (const [name, records] of unmatched.kinds) count(name, { named: records });
  return kinds;
}

const KINDS: ReadonlySet<string> = new Set(DEFECT_KINDS.map(({ kind }) => kind));

/** A pipeline may call a defect something that the table does not know. */
function isKind(name: string): name is DefectKind {
  return KINDS.has(name);
}

function cellsOf(
  { key }: BatchIndex,
  caught: ReadonlyMap<number, Flag>,
  wrong: readonly Flag[],
  unmatched: Unmatched,
): CellScore {
  let [truth, named, hits] = [0, 0, 0];
  for (const { fields } of key.values()) truth += fields.length;
  for (const [line, flag] of caught) {
    const { fields } = key.get(line)!;
    named += flag.fields.size;
    hits += fields.filter((field) => flag.fields.has(field)).length;
  }
  for (const flag of wrong) named += flag.fields.size;
  named += unmatched.cells;
  return { truePositives: hits, falsePositives: named - hits, falseNegatives: truth - hits, named };
}
