import type { KeyLine } from '../../src/defects/answer_key.ts';
import type { DefectKind } from '../../src/defects/kinds.ts';
import { BatchIndex } from '../../src/grade/batch_index.ts';
import { gradeBatch } from '../../src/grade/grade_batch.ts';
import type { Score } from '../../src/grade/score.ts';
import type { Verdict } from '../../src/grade/verdict.ts';
import type { PressJob } from '../../src/press/job.ts';
import { BatchLines } from '../differ/batch_lines.ts';
import { pairOf, smallJob } from '../differ/batches.ts';
import { type Generator, KINDS_OF } from '../differ/contract.ts';
import { keyOf } from '../differ/key_of.ts';
import { qualityOf } from '../press/jobs.ts';
import type { GradedBatch } from './oracle.ts';

/** A batch, and what it is called when something is wrong with its grade. */
export type Batch = GradedBatch & { readonly name: string; readonly batchId: string };

/** Whether a company's own record is dirty: none is. */
export const ALL_CLEAN = (_companyId: string): boolean => false;

/** A job's batch with its key. */
export function batchOf(job: PressJob, name = 'the batch'): Batch {
  const { generator, batchId, clean, dirty } = pairOf(job);
  return {
    name,
    generator,
    batchId,
    clean: new BatchLines(clean).lines,
    dirty: new BatchLines(dirty).lines,
    key: keyOf(job) as readonly KeyLine[],
  };
}

const REPEATS = { duplicate: 1, conflicting_duplicate: 1 } as const;
const BYTES = { torn_line: 1, bad_encoding: 1 } as const;

/** How dirty, with which kinds: each alone, all, and the ones that make lines share bytes or ids. */
function qualitiesOf(generator: Generator) {
  const kinds = KINDS_OF[generator];
  const mixes: (readonly [string, number, Partial<Record<DefectKind, number>>?])[] = [
    ...kinds.map((kind) => [`${kind} alone`, 0.4, { [kind]: 1 }] as const),
    ...kinds.map((kind) => [`${kind} in every line that can`, 1, { [kind]: 1 }] as const),
    ...kinds.map((kind) => [`${kind} and repeats`, 0.7, { ...REPEATS, [kind]: 1 }] as const),
    ...kinds.map((kind) => [`${kind} and broken bytes`, 0.7, { ...BYTES, duplicate: 2, [kind]: 1 }] as const),
    ...[0.1, 0.3, 0.5, 0.8, 1].flatMap((rate) => [
      ['all kinds', rate] as const,
      ['repeats', rate, REPEATS] as const,
      ['repeats', rate, { duplicate: 1, conflicting_duplicate: 5 }] as const,
      ['disguises and repeats', rate, { ...REPEATS, disguised_missing: 4 }] as const,
    ]),
    ['nothing', 0],
  ];
  return mixes;
}

/** Small batches of a generator, two of every quality. */
export function smallBatches(generator: Generator): Batch[] {
  return qualitiesOf(generator).flatMap(([name, rate, weights], i) =>
    [2 * i, 2 * i + 1].map((n) => {
      const job = smallJob(generator, n, qualityOf(rate, weights));
      return batchOf(job, `${generator} batch ${n}: ${name} at ${rate}`);
    }),
  );
}

/** What the service makes of verdicts on a batch. */
export function gradeOf(batch: Batch, verdicts: readonly Verdict[], isDirtyCompany = ALL_CLEAN): Score {
  const index = new BatchIndex(batch.generator, batch.key, verdicts);
  for (const line of batch.dirty) index.add(line);
  return gradeBatch(index, verdicts, isDirtyCompany);
}

/** Verdicts on a batch, of which only what matters is said. */
export function verdictsOn(
  { generator, batchId }: Batch,
  ...said: readonly Omit<Verdict, 'generator' | 'batch_id'>[]
): Verdict[] {
  return said.map((each) => ({ generator, batch_id: batchId, ...each }));
}

/** The batch, and after it some of its clean lines once more, which no key explains. The press never does this. */
export function withStrangeRepeats(batch: Batch): Batch {
  const { name, clean, dirty, key } = batch;
  const again = [...clean.keys()].filter((i) => i % 3 === 0 && key.every(({ line }) => line !== i + 1));
  return {
    ...batch,
    name: `${name}, with strange repeats`,
    clean: [...clean, ...again.map((i) => clean[i]!)],
    dirty: [...dirty, ...again.map((i) => dirty[i]!)],
  };
}

/** Two batches as one. */
export function batchAfter(a: Batch, b: Batch): Batch {
  const by = a.dirty.length;
  const moved = b.key.map((defect) => ({
    ...defect,
    line: defect.line + by,
    ops: defect.ops.map((op) =>
      op.op === 'copy' ? { ...op, path: `line/${Number(op.path.slice('line/'.length)) + by}` } : op,
    ),
  }));
  return {
    ...a,
    name: `${a.name}, then ${b.name}`,
    clean: [...a.clean, ...b.clean],
    dirty: [...a.dirty, ...b.dirty],
    key: [...a.key, ...moved],
  };
}
