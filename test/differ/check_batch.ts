import type { PressJob } from '../../src/press/job.ts';
import { applyOps, undoOps } from './apply_ops.ts';
import { BatchLines } from './batch_lines.ts';
import { pairOf } from './batches.ts';
import { disagreements } from './compare_keys.ts';
import { type BatchPair, diff } from './differ.ts';
import type { KeyLine } from './key_line.ts';
import { keyOf } from './key_of.ts';

/** What came of batches that were checked. */
export class Tally {
  /** Defects that were compared, by kind. */
  readonly kinds = new Map<string, number>();
  /** What is wrong, a sentence each. */
  readonly wrong: string[] = [];

  /**
   * Compares a job's answer key with what the differ finds, both ways, and tries whether its ops do and undo.
   *
   * @param name says which batch it is where something is wrong
   */
  check(name: string, job: PressJob): void {
    const pair = pairOf(job);
    const key = keyOf(job);
    for (const { kind } of key) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    this.wrong.push(...wrongIn(pair, key).map((what) => `${name}: ${what}`));
  }
}

function wrongIn(pair: BatchPair, key: readonly KeyLine[]): string[] {
  try {
    return [...disagreements(diff(pair), key, pair.dirty), ...unlawful(pair, key)];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** The lines of a key whose ops do not make the dirty line of the clean one, or undone the clean one. */
export function unlawful({ generator, clean, dirty }: BatchPair, key: readonly KeyLine[]): string[] {
  const [before, after] = [new BatchLines(clean).lines, new BatchLines(dirty).lines];
  return key.flatMap(({ line, ops }) => {
    const [cleanLine, dirtyLine] = [before[line - 1]!, after[line - 1]!];
    const applied = applyOps(cleanLine, ops, (number) => after[number - 1]!);
    const undone = undoOps(dirtyLine, ops, generator);
    return [
      ...(applied.equals(dirtyLine) ? [] : [`line ${line}: its ops make ${applied}`]),
      ...(undone.equals(cleanLine) ? [] : [`line ${line}: its ops undone make ${undone}`]),
    ];
  });
}
