import { createHash } from 'node:crypto';
import { applyOps } from './apply_ops.ts';
import { BatchLines } from './batch_lines.ts';
import { CleanBatch } from './clean_batch.ts';
import { type Generator, ID_FIELD, KINDS } from './contract.ts';
import { EmittedBatch } from './emitted_batch.ts';
import type { KeyLine } from './key_line.ts';
import type { Interval } from './kind_of_replacement.ts';
import { lineDifference } from './line_difference.ts';

/** A batch twice: without defects and as emitted. */
export type BatchPair = {
  readonly generator: Generator;
  readonly batchId: string;
  readonly interval: Interval;
  readonly clean: Uint8Array;
  readonly dirty: Uint8Array;
};

/**
 * The answer key of a batch, found by comparing its bytes: it knows the contract and nothing of what made
 * the defects. A duplicate is said to copy the first of the lines that have its bytes.
 *
 * @throws if a difference is none that DESIGN §7 knows
 */
export function diff({ generator, batchId, interval, clean, dirty }: BatchPair): KeyLine[] {
  const [before, after] = [new BatchLines(clean), new BatchLines(dirty)];
  if (before.count !== after.count) throw new Error(`${before.count} lines became ${after.count}`);
  const cleanBatch = new CleanBatch(before);
  const emitted = new EmittedBatch(after, ID_FIELD[generator]);
  const lines: KeyLine[] = [];
  for (const [i, cleanLine] of before.lines.entries()) {
    const dirtyLine = after.lines[i]!;
    if (dirtyLine.equals(cleanLine)) continue;
    const at = { generator, interval, line: i, clean: cleanBatch, emitted };
    const difference = lineDifference(cleanLine, dirtyLine, at);
    if (typeof difference === 'string') throw new Error(`line ${i + 1} has ${difference}`);
    const { kind, fields, ops } = difference;
    // Fields that changed places, say, are in no op.
    const explained = applyOps(cleanLine, ops, (line) => after.lines[line - 1]!);
    if (!explained.equals(dirtyLine)) throw new Error(`line ${i + 1} differs by more than its ${kind}`);
    const [dimension, scope] = KINDS[kind];
    lines.push({
      defect_id: `${generator}:${batchId}:${i + 1}`,
      generator,
      batch_id: batchId,
      line: i + 1,
      byte_offset: after.offsets[i]!,
      byte_length: dirtyLine.length,
      raw_sha256: createHash('sha256').update(dirtyLine).digest('hex'),
      record_id: cleanBatch.record(i)[ID_FIELD[generator]] as string,
      kind,
      dimension,
      scope,
      fields,
      ops,
    });
  }
  return lines;
}
