import { BatchLines, identityOf } from './batch_lines.ts';
import type { KeyLine, Op } from './key_line.ts';

/**
 * What two keys of one batch do not agree on, a sentence each. Copies agree if they copy the same bytes: two
 * earlier lines may be identical, and nobody can say which was meant.
 */
export function disagreements(
  found: readonly KeyLine[],
  key: readonly KeyLine[],
  dirty: Uint8Array,
): string[] {
  const firstOf = new Map<string, number>();
  const { lines } = new BatchLines(dirty);
  const sourceOf = (number: number): number => firstOf.get(identityOf(lines[number - 1]!))!;
  for (const [i, line] of lines.entries()) {
    if (!firstOf.has(identityOf(line))) firstOf.set(identityOf(line), i + 1);
  }
  const textOf = (line: KeyLine): string => {
    const ops = line.ops.map((op) => (op.op === 'copy' ? ofFirst(op, line.line, sourceOf) : op));
    return JSON.stringify({ ...line, ops });
  };
  const [foundTexts, keyTexts] = [found.map(textOf), key.map(textOf)];
  const [inFound, inKey] = [new Set(foundTexts), new Set(keyTexts)];
  const told = [
    ...keyTexts.filter((text) => !inFound.has(text)).map((text) => `in the key alone: ${text}`),
    ...foundTexts.filter((text) => !inKey.has(text)).map((text) => `found alone: ${text}`),
  ];
  // The same lines in another order, or one of them twice.
  if (told.length === 0 && foundTexts.join('\n') !== keyTexts.join('\n')) told.push('the order differs');
  return told;
}

/** A copy op that names the first line with the bytes of the one it copies. */
function ofFirst(op: Op, line: number, sourceOf: (number: number) => number): Op {
  const source = Number(op.path.slice('line/'.length));
  const isEarlier = Number.isInteger(source) && source >= 1 && source < line;
  return isEarlier ? { ...op, path: `line/${sourceOf(source)}` } : op;
}
