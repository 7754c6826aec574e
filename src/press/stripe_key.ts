import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { keyLineOf } from '../defects/answer_key.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import type { PressJob } from './job.ts';
import type { PressedStripe } from './stripe_press.ts';

/**
 * The answer key of a stripe as JSON Lines.
 *
 * @param firstLine 1-based number of the stripe's first line within the batch
 * @param firstByte offset of its first byte within the batch
 */
export function encodeKey(
  { plan }: PressJob,
  { lines, defects }: PressedStripe,
  firstLine: number,
  firstByte: number,
): Uint8Array {
  const batchId = batchIdOf(plan.interval.startMs);
  let text = '';
  for (const defect of defects) {
    const start = lines.startOf(defect.line);
    const raw = lines.bytes.subarray(start, lines.ends[defect.line]! - 1);
    const place = {
      generator: plan.generator,
      batch_id: batchId,
      byte_offset: firstByte + start,
      byte_length: raw.length,
      raw_sha256: hash('sha256', raw, 'hex'),
      firstLine,
    };
    text += `${JSON.stringify(keyLineOf(defect, place))}\n`;
  }
  return Buffer.from(text);
}
