import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { keyLineOf } from '../defects/answer_key.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import type { PressJob } from './job.ts';
import type { Run } from './stripe_press.ts';

/**
 * The answer key of a run of lines as JSON Lines.
 *
 * @param stripeLine 1-based number of the stripe's first line within the batch
 * @param firstByte offset of the run's first byte within the batch
 */
export function encodeKey(
  { plan }: PressJob,
  { lines, firstLine, defects }: Run,
  stripeLine: number,
  firstByte: number,
): Uint8Array {
  const batchId = batchIdOf(plan.interval.startMs);
  let text = '';
  for (const defect of defects) {
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
    text += `${JSON.stringify(keyLineOf(defect, place))}\n`;
  }
  return Buffer.from(text);
}
