import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Verdict } from '../../src/grade/verdict.ts';
import { ALL_KINDS, FIELDS, ID_FIELD } from '../differ/contract.ts';
import { recordOf } from '../differ/json_line.ts';
import { type Batch, verdictsOn } from './batches.ts';

/** A verdict before it is known on which batch; numbers are taken modulo what there is. */
export type Draft = {
  /** By what it says which record it means. */
  readonly by: 'line' | 'hash' | 'id' | 'line and more' | 'hash and more' | 'nothing';
  /** Among which lines: all of them, or those that make grading hard. */
  readonly among: 'all' | 'dirty' | 'repeats' | 'clean';
  readonly which: number;
  /** Whether there is a record that it means. */
  readonly isStray: boolean;
  readonly count: number | undefined;
  readonly rule: string | undefined;
  readonly kind: 'right' | 'any' | 'unheard of' | undefined;
  readonly field: 'right' | 'any' | undefined;
};

const often = <T>(weight: number, value: T) => ({ weight, arbitrary: fc.constant(value) });

export const draft: fc.Arbitrary<Draft> = fc.record({
  by: fc.oneof(
    often(4, 'id' as const),
    often(4, 'hash' as const),
    often(4, 'line' as const),
    often(1, 'line and more' as const),
    often(1, 'hash and more' as const),
    often(1, 'nothing' as const),
  ),
  among: fc.constantFrom('repeats', 'dirty', 'all', 'clean'),
  which: fc.nat(60),
  isStray: fc.oneof(often(9, false), often(1, true)),
  count: fc.oneof(often(5, undefined), { weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) }),
  rule: fc.oneof(often(3, undefined), often(2, 'a rule'), often(2, 'another rule')),
  kind: fc.oneof(
    often(3, undefined),
    often(3, 'right' as const),
    often(2, 'any' as const),
    often(1, 'unheard of' as const),
  ),
  field: fc.oneof(often(3, undefined), often(3, 'right' as const), often(2, 'any' as const)),
});

/** Names that no table has, some of which every object of JavaScript knows. */
const UNHEARD_OF = ['bad_row', 'constructor', '__proto__', 'toString', ''];

/** The verdict on a batch that a draft stands for. */
export function verdictOf(batch: Batch, draft: Draft): Verdict {
  const { by, which, isStray, count, rule } = draft;
  const line = lineOf(batch, draft);
  const bytes = batch.dirty[line - 1] ?? Buffer.from('no line of the batch');
  const id = recordOf(bytes.toString())?.[ID_FIELD[batch.generator]];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const all = {
    line: isStray ? [batch.dirty.length + 1 + (which % 3), 0, -1][which % 3]! : line,
    raw_sha256: isStray ? 'f'.repeat(63) + (which % 2) : sha256,
    event_id: isStray || typeof id !== 'string' ? `nobody ${which % 2}` : id,
  };
  const { line: _, ...hashAndId } = all;
  const how = {
    line: { line: all.line },
    hash: { raw_sha256: all.raw_sha256 },
    id: { event_id: all.event_id },
    'line and more': { ...all, raw_sha256: 'e'.repeat(64) },
    'hash and more': { ...hashAndId, event_id: 'somebody else' },
    nothing: {},
  }[by];
  const kind = kindOf(batch, line, draft);
  const field = fieldOf(batch, line, draft);
  const [verdict] = verdictsOn(batch, {
    ...how,
    ...(count !== undefined && { count }),
    ...(rule !== undefined && { rule }),
    ...(kind !== undefined && { kind }),
    ...(field !== undefined && { field }),
  });
  return verdict!;
}

function lineOf({ dirty, key }: Batch, { among, which }: Draft): number {
  const dirtyLines = key.map(({ line }) => line);
  const repeats = key.flatMap(({ kind, line, ops }) => {
    if (kind === 'duplicate') return [line, Number(ops[0]!.path.slice('line/'.length))];
    if (kind !== 'conflicting_duplicate') return [];
    const source = dirty.findIndex((bytes) => bytes.includes(ops[0]!.after as string)) + 1;
    return [line, source];
  });
  const lines = {
    all: [],
    dirty: dirtyLines,
    repeats,
    clean: [...dirty.keys()].map((i) => i + 1).filter((line) => !dirtyLines.includes(line)),
  }[among];
  if (lines.length > 0) return lines[which % lines.length]!;
  return dirty.length === 0 ? 1 : 1 + (which % dirty.length);
}

function kindOf({ key }: Batch, line: number, { kind, which }: Draft): string | undefined {
  if (kind === 'unheard of') return UNHEARD_OF[which % UNHEARD_OF.length];
  const right = key.find((defect) => defect.line === line)?.kind;
  return kind === 'right' && right !== undefined ? right : kind && ALL_KINDS[which % ALL_KINDS.length];
}

function fieldOf({ generator, key }: Batch, line: number, { field, which }: Draft): string | undefined {
  const right = key.find((defect) => defect.line === line)?.fields;
  const names = field === 'right' && right !== undefined ? right : FIELDS[generator];
  return field && names[which % names.length];
}
