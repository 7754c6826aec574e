import type { CleanRecord } from './clean_record.ts';
import { bytesOp, copyOp, type Op } from './op.ts';
import { fieldName, namesOf } from './record.ts';

/** What a kind of defect does to one clean record. */
export type Change = {
  /** Names of the fields that are no longer right, `location.lat` style. */
  readonly fields: readonly string[];
  readonly ops: readonly Op[];
};

/** Another value stands in a field. */
export function replaced(record: CleanRecord, path: string, after: unknown): Change {
  return inField(path, { op: 'replace', path, before: record.valueAt(path), after });
}

/** A field is gone. */
export function removed(record: CleanRecord, path: string): Change {
  return inField(path, { op: 'remove', path, before: record.valueAt(path), after: null });
}

/** A field that records do not have stands at their end. */
export function added(name: string, value: unknown): Change {
  return inField(`/${name}`, { op: 'add', path: `/${name}`, before: null, after: value });
}

/** A field has another name. */
export function renamed(path: string, name: string): Change {
  return inField(path, { op: 'replace', path: `${path}#`, before: namesOf(path).at(-1), after: name });
}

/** An earlier emitted line stands in the record's place; what is wrong then is the id. */
export function copied(record: CleanRecord, source: number, idPath: string): Change {
  return inField(idPath, copyOp(source, record.whole));
}

/** Other bytes stand in the line from `offset` on. */
export function rewritten(
  fields: readonly string[],
  offset: number,
  before: Uint8Array,
  after: Uint8Array,
): Change {
  return { fields, ops: [bytesOp(offset, before, after)] };
}

function inField(path: string, op: Op): Change {
  return { fields: [fieldName(path)], ops: [op] };
}
