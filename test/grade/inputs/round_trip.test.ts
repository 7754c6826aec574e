import { expect, test } from 'vitest';
import type { KeyLine } from '../../../src/defects/answer_key.ts';
import { BatchIndex } from '../../../src/grade/batch_index.ts';
import { gradeBatch } from '../../../src/grade/grade_batch.ts';
import { readRejects } from '../../../src/grade/inputs/read_rejects.ts';
import { GENERATORS } from '../../../src/plan/batch.ts';
import { BatchLines } from '../../differ/batch_lines.ts';
import { pairOf } from '../../differ/batches.ts';
import { diff } from '../../differ/differ.ts';
import { companyJobOf, driverJobOf, qualityOf } from '../../press/jobs.ts';

/** Every kind of defect as likely, broken bytes among them. */
const quality = qualityOf(0.3);
const JOBS = { company: companyJobOf({ quality }), driver: driverJobOf(20, { quality }) };

test.each(GENERATORS)(
  'a %s pipeline that writes all dirty lines to a file as they are is graded perfect',
  (generator) => {
    const pair = pairOf(JOBS[generator]);
    const lines = new BatchLines(pair.dirty).lines;
    const key = diff(pair) as readonly KeyLine[];
    const file = Buffer.concat(key.flatMap(({ line }) => [lines[line - 1]!, Buffer.from('\n')]));

    const { format, rejected } = readRejects('rejected.jsonl', file);
    expect(key.length).toBeGreaterThan(20);
    expect(format).toBe('json_lines');
    expect(rejected).toHaveLength(key.length);

    const batch = { generator, batch_id: pair.batchId };
    const verdicts = rejected.map((each) => ({ ...each, ...batch }));
    const index = new BatchIndex(generator, key, verdicts);
    for (const line of lines) index.add(line);
    expect(gradeBatch(index, verdicts, () => false)).toMatchObject({
      dirty: key.length,
      truePositives: key.length,
      falsePositives: 0,
      falseNegatives: 0,
      ambiguous: 0,
    });
    // What a company's row shows is not taken for an event's, nor the other way round.
    expect(new Set(rejected.map((each) => each.generator ?? generator))).toEqual(new Set([generator]));
  },
);
