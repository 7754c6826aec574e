import { BatchLines } from './batch_lines.ts';
import type { BatchPair } from './differ.ts';
import type { KeyLine } from './key_line.ts';

/**
 * The numbers of lines that the key calls duplicates and whose bytes begin their own clean lines: copies of
 * lines torn within what all lines begin with (`{"event_`). A differ cannot tell them from torn ones, so DESIGN §7
 * has no place for them, yet the injector makes them: until it does not, they are left out and counted.
 */
export function tornCopies({ clean, dirty }: BatchPair, key: readonly KeyLine[]): Set<number> {
  const [before, after] = [new BatchLines(clean).lines, new BatchLines(dirty).lines];
  const both = key.filter(({ kind, line }) => {
    const bytes = after[line - 1]!;
    return kind === 'duplicate' && before[line - 1]!.subarray(0, bytes.length).equals(bytes);
  });
  return new Set(both.map(({ line }) => line));
}
