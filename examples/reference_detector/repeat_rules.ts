import { uuidOf } from './ids.ts';
import type { Line } from './lines.ts';
import type { LineFinding } from './verdict.ts';

/** Lines that are an earlier line once more. A cut line counts if its id is whole: two stumps may be alike by chance. */
export function copiesOf(lines: readonly Line[], idField: string): Set<Line> {
  const seen = new Set<string>();
  const copies = new Set<Line>();
  for (const line of lines) {
    if (line.finding?.kind === 'torn_line' && uuidOf(line.record[idField]) === null) continue;
    if (seen.has(line.text)) copies.add(line);
    seen.add(line.text);
  }
  return copies;
}

/** Lines with an id that an earlier line of the batch has, or one before the batch; they differ in something else. */
export function repeatedIds(
  lines: readonly Line[],
  idField: string,
  isKnownBefore: (id: string) => boolean,
): LineFinding[] {
  const seen = new Set<string>();
  return lines.flatMap((line): LineFinding[] => {
    const id = line.finding === null ? uuidOf(line.record[idField]) : null;
    if (id === null) return [];
    if (seen.has(id)) {
      return [{ line: line.number, rule: 'unique_id', kind: 'conflicting_duplicate', field: idField }];
    }
    seen.add(id);
    return isKnownBefore(id) ? [{ line: line.number, rule: 'unique_across_batches', field: idField }] : [];
  });
}
