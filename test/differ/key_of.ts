import { createHash } from 'node:crypto';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { batchIdOf } from '../../src/plan/batch_id.ts';
import type { PressJob } from '../../src/press/job.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import type { KeyLine, Op } from './key_line.ts';

const press = new StripePress();

/**
 * The answer key of a batch, from what the press says of each stripe: here until the press writes the key
 * itself. It checks nothing but that a copy is of an earlier line of its stripe.
 */
export function keyOf(job: PressJob): KeyLine[] {
  const { generator, interval } = job.plan;
  const batchId = batchIdOf(interval.startMs);
  const key: KeyLine[] = [];
  let firstLine = 1;
  let firstByte = 0;
  for (const stripe of stripesOfJob(job)) {
    const { lines, defects } = press.press(job, stripe);
    for (const defect of defects) {
      const start = lines.startOf(defect.line);
      const raw = lines.bytes.subarray(start, lines.ends[defect.line]! - 1);
      const { dimension, scope } = DEFECT_KINDS.find(({ kind }) => kind === defect.kind)!;
      const line = firstLine + defect.line;
      key.push({
        defect_id: `${generator}:${batchId}:${line}`,
        generator,
        batch_id: batchId,
        line,
        byte_offset: firstByte + start,
        byte_length: raw.length,
        raw_sha256: createHash('sha256').update(raw).digest('hex'),
        record_id: defect.recordId,
        kind: defect.kind,
        dimension,
        scope,
        fields: defect.fields,
        ops: (defect.ops as readonly Op[]).map((op) => inBatch(op, defect.line, firstLine)),
      });
    }
    firstLine += lines.lineCount;
    firstByte += lines.length;
  }
  return key;
}

/** An op of a stripe's line (0-based), with the lines of the batch (1-based) where it names one. */
function inBatch(op: Op, line: number, firstLine: number): Op {
  if (op.op !== 'copy') return op;
  const source = Number(op.path.slice('line/'.length));
  if (!(source >= 0 && source < line)) throw new Error(`line ${line} of a stripe copies ${op.path}`);
  return { ...op, path: `line/${firstLine + source}` };
}
