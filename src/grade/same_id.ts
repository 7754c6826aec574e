import type { KeyLine } from '../defects/answer_key.ts';
import { sourceOf } from '../defects/op.ts';

/** The lines that copy another, or take its id: whoever keeps one of such a group and flags the rest is right. */
export type SameId = {
  /** The line that was there first, and may be dirty itself. */
  readonly root: number;
  /** The dirty lines that came after it, in order. */
  readonly members: readonly number[];
};

/**
 * The groups of a batch.
 *
 * @param linesOfId the lines on which an id is shown, in order
 */
export function groupsOf(
  key: ReadonlyMap<number, KeyLine>,
  linesOfId: (id: string) => readonly number[],
): SameId[] {
  const sourceOfLine = (line: number): number | null => {
    const defect = key.get(line);
    const [op] = defect?.ops ?? [];
    if (defect?.kind === 'duplicate') return sourceOf(op!);
    if (defect?.kind === 'conflicting_duplicate') return firstWith(op!.after as string, line);
    return null;
  };
  /** The line whose own id it is; those that took it are dirty for that. */
  const firstWith = (id: string, before: number): number | null =>
    linesOfId(id).find((line) => line < before && !isTaken(key.get(line))) ?? null;

  const members = new Map<number, number[]>();
  for (const line of key.keys()) {
    let root = line;
    for (let next = sourceOfLine(root); next !== null; next = sourceOfLine(root)) root = next;
    if (root === line) continue;
    const group = members.get(root);
    if (group === undefined) members.set(root, [line]);
    else group.push(line);
  }
  return [...members].map(([root, lines]) => ({ root, members: lines }));
}

/** The ids that conflicts took: whoever asks for groups must know on which lines these are shown. */
export function idsTaken(key: Iterable<KeyLine>): string[] {
  return [...key].flatMap(({ kind, ops }) =>
    kind === 'conflicting_duplicate' ? [ops[0]!.after as string] : [],
  );
}

function isTaken(defect: KeyLine | undefined): boolean {
  return defect?.kind === 'duplicate' || defect?.kind === 'conflicting_duplicate';
}
