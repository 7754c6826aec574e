import type { Generator } from '../plan/batch.ts';
import type { Defect } from './injector.ts';
import { DEFECT_KINDS, type DefectKind, type Dimension, type Scope } from './kinds.ts';
import { copyOp, type Op, sourceOf } from './op.ts';
import type { JsonRecord } from './record.ts';

/** One line of the answer key: a defect, by where its line stands and by what the line hashes to. */
export type KeyLine = {
  /** `<generator>:<batch_id>:<line>` */
  readonly defect_id: string;
  readonly generator: Generator;
  readonly batch_id: string;
  /** 1-based, within the batch. */
  readonly line: number;
  /** Of the line's first byte, from the first byte of the batch. */
  readonly byte_offset: number;
  /** Of the emitted line without its newline. */
  readonly byte_length: number;
  /** Of those bytes, in hex. */
  readonly raw_sha256: string;
  /** Of the clean record: its `event_id` or `company_id`. */
  readonly record_id: string;
  readonly kind: DefectKind;
  readonly dimension: Dimension;
  readonly scope: Scope;
  /** The fields that are no longer right, `location.lat` style. */
  readonly fields: readonly string[];
  /** From the clean line to the emitted one, in order; a `copy` names a line of the batch, 1-based. */
  readonly ops: readonly Op[];
};

/** Where a defect's line stands. */
export type LinePlace = Pick<
  KeyLine,
  'generator' | 'batch_id' | 'byte_offset' | 'byte_length' | 'raw_sha256'
> & {
  /** 1-based number, within the batch, of the first line of the stripe that the defect is in. */
  readonly firstLine: number;
};

const KIND = new Map(DEFECT_KINDS.map((row) => [row.kind, row] as const));

export function keyLineOf({ kind, line, recordId, fields, ops }: Defect, place: LinePlace): KeyLine {
  const { generator, batch_id, byte_offset, byte_length, raw_sha256, firstLine } = place;
  const { dimension, scope } = KIND.get(kind)!;
  const inBatch = firstLine + line;
  return {
    defect_id: `${generator}:${batch_id}:${inBatch}`,
    generator,
    batch_id,
    line: inBatch,
    byte_offset,
    byte_length,
    raw_sha256,
    record_id: recordId,
    kind,
    dimension,
    scope,
    fields,
    ops: ops.map((op) => (op.op === 'copy' ? copyOp(firstLine + sourceOf(op), op.before as JsonRecord) : op)),
  };
}
