import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { type KeyLine, keyLineOf } from '../defects/answer_key.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import type { PressJob } from './job.ts';
import type { Run } from './stripe_press.ts';

/**
 * The answer key of a run of lines.
 *
 * @param stripeLine 1-based number of the stripe's first line within the batch
 * @param firstByte offset of the run's first byte within the batch
 */
export function keyLinesOf(
  { plan }: PressJob,
  { lines, firstLine, defects }: Run,
  stripeLine: number,
  firstByte: number,
): KeyLine[] {
  const batchId = batchIdOf(plan.interval.startMs);
  return defects.map((defect) => {
    const line = defect.line - firstLine;
    const raw = lines.contentOf(line);
    const place = {
      generator: plan.generator,
      batch_id: batchId,
      byte_offset: firstByte + lines.startOf(line),
      byte_length: raw.length,
      raw_sha256: hash('sha256', raw, 'hex'),
      firstLine: stripeLine,
    };
    return keyLineOf(defect, place);
  });
}

/** Lines of an answer key as JSON Lines. */
export function encodeKey(key: readonly KeyLine[]): Uint8Array {
  let text = '';
  for (const line of key) text += `${JSON.stringify(line)}\n`;
  return Buffer.from(text);
}
