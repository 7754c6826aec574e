import { createHash } from 'node:crypto';
import type { KeyLine } from '../../src/defects/answer_key.ts';
import type { DefectKind, Dimension, Scope } from '../../src/defects/kinds.ts';
import type { Op } from '../../src/defects/op.ts';
import { KINDS } from '../differ/contract.ts';
import type { Batch } from './batches.ts';

const BATCH_ID = '20251109T120000Z';

/** A line of a batch made by hand. Who it is of: line 3 is of driver `driver 3` of `company 3` unless it says so. */
export type Told = {
  readonly driver?: string;
  readonly company?: string;
  /** The line it shows the id of, 1-based, though no defect made it so. The press never does this. */
  readonly idOf?: number;
  /** The line that stands here again. */
  readonly copyOf?: number;
  /** The line whose id this one took. */
  readonly takesIdOf?: number;
  /** A field that is null. */
  readonly nullIn?: 'event_id' | 'driver_id' | 'location';
};

/** The event id of a line's clean record. */
export function idOf(line: number): string {
  return `event ${line}`;
}

/** SHA-256 of a line of a batch. */
export function hashOf({ dirty }: Batch, line: number): string {
  return createHash('sha256')
    .update(dirty[line - 1]!)
    .digest('hex');
}

/** A driver batch of which every line is told; `{}` is a clean one. */
export function batchByHand(...told: readonly Told[]): Batch {
  const clean: Buffer[] = [];
  const dirty: Buffer[] = [];
  const key: KeyLine[] = [];
  for (const [i, each] of told.entries()) {
    const record = {
      event_id: idOf(each.idOf ?? i + 1),
      driver_id: each.driver ?? `driver ${i + 1}`,
      company_id: each.company ?? `company ${i + 1}`,
      truck_id: 'truck',
      event_type: 'delivered',
      timestamp: '2025-11-09T12:00:00.000Z',
      location: { lat: i, lon: 0 },
    };
    clean.push(bytesOf(record));
    const [kind, op] = defectOf(each, record);
    if (kind === null) {
      dirty.push(clean[i]!);
      continue;
    }
    const name = op.path.slice(1);
    dirty.push(op.op === 'copy' ? dirty[each.copyOf! - 1]! : bytesOf({ ...record, [name]: op.after }));
    const [dimension, scope] = KINDS[kind] as readonly [Dimension, Scope];
    key.push({
      defect_id: `driver:${BATCH_ID}:${i + 1}`,
      generator: 'driver',
      batch_id: BATCH_ID,
      line: i + 1,
      byte_offset: dirty.slice(0, i).reduce((sum, { length }) => sum + length + 1, 0),
      byte_length: dirty[i]!.length,
      raw_sha256: createHash('sha256').update(dirty[i]!).digest('hex'),
      record_id: record.event_id,
      kind,
      dimension,
      scope,
      fields: [op.op === 'copy' ? 'event_id' : name],
      ops: [op],
    });
  }
  return { name: 'a batch made by hand', generator: 'driver', batchId: BATCH_ID, clean, dirty, key };
}

function bytesOf(record: object): Buffer {
  return Buffer.from(JSON.stringify(record));
}

function defectOf(
  { copyOf, takesIdOf, nullIn }: Told,
  record: Readonly<Record<string, unknown>>,
): [DefectKind, Op] | [null] {
  if (copyOf !== undefined) {
    return ['duplicate', { op: 'copy', path: `line/${copyOf}`, before: record, after: null }];
  }
  if (takesIdOf !== undefined) {
    const [before, after] = [record.event_id, idOf(takesIdOf)];
    return ['conflicting_duplicate', { op: 'replace', path: '/event_id', before, after }];
  }
  if (nullIn !== undefined) {
    return ['null_value', { op: 'replace', path: `/${nullIn}`, before: record[nullIn], after: null }];
  }
  return [null];
}
