import type { Kind } from './contract.ts';
import { ID_FIELD } from './contract.ts';
import { recordOf, spansOf, textOf } from './json_line.ts';
import type { JsonObject, Op } from './key_line.ts';
import { kindOfReplacement, type Surroundings } from './kind_of_replacement.ts';
import { differenceOf } from './record_difference.ts';

/** What is wrong in a line. */
export type LineDifference = {
  readonly kind: Kind;
  readonly fields: readonly string[];
  readonly ops: readonly Op[];
};

/**
 * What is wrong in a dirty line, told from the bytes alone.
 *
 * A line that is the beginning of its own clean one is torn, though an earlier line may have been cut to the
 * same bytes: its own record says it all. Else the same bytes earlier in the batch make it a duplicate.
 *
 * @returns a string that says what differs, where no kind explains it
 */
export function lineDifference(clean: Buffer, dirty: Buffer, at: Surroundings): LineDifference | string {
  const record = at.clean.record(at.line);
  if (dirty.length < clean.length && dirty.equals(clean.subarray(0, dirty.length))) {
    return torn(record, clean, dirty.length);
  }
  const source = at.emitted.firstLike(at.line);
  if (source < at.line) {
    const op: Op = { op: 'copy', path: `line/${source + 1}`, before: record, after: null };
    return { kind: 'duplicate', fields: [ID_FIELD[at.generator]], ops: [op] };
  }
  const text = textOf(dirty);
  if (text === null) return badEncoding(record, clean, dirty);
  const dirtyRecord = recordOf(text);
  return dirtyRecord === null ? 'no record in compact JSON' : ofRecords(record, dirtyRecord, at);
}

function torn(record: JsonObject, clean: Buffer, cut: number): LineDifference {
  const fields = spansOf(record).filter(({ to }) => to > cut);
  const op: Op = { op: 'bytes', path: `byte/${cut}`, before: clean.toString('hex', cut), after: '' };
  return { kind: 'torn_line', fields: fields.map(({ name }) => name), ops: [op] };
}

function badEncoding(record: JsonObject, clean: Buffer, dirty: Buffer): LineDifference | string {
  if (dirty.length !== clean.length) return 'not UTF-8, and of another length';
  const at = clean.findIndex((byte, i) => byte !== dirty[i]);
  if (!clean.subarray(at + 1).equals(dirty.subarray(at + 1))) return 'not UTF-8 in more than one byte';
  const field = spansOf(record).find(({ from, to }) => from <= at && at < to);
  if (field === undefined) return 'not UTF-8 between two fields';
  const [before, after] = [clean, dirty].map((line) => line.toString('hex', at, at + 1));
  const op: Op = { op: 'bytes', path: `byte/${at}`, before: before!, after: after! };
  return { kind: 'bad_encoding', fields: [field.name], ops: [op] };
}

function ofRecords(clean: JsonObject, dirty: JsonObject, at: Surroundings): LineDifference | string {
  const difference = differenceOf(clean, dirty);
  const [only] = difference;
  if (only === undefined || difference.length > 1) return `not one change: ${JSON.stringify(difference)}`;
  const field = only.names.join('.');
  const kind = kindOfOp(only.op, field, at);
  return kind === null
    ? `a change of no kind: ${JSON.stringify(only.op)}`
    : { kind, fields: [field], ops: [only.op] };
}

function kindOfOp({ op, path, before, after }: Op, field: string, at: Surroundings): Kind | null {
  if (op === 'remove') return 'missing_field';
  if (op === 'add') return 'extra_field';
  return path.endsWith('#') ? 'renamed_field' : kindOfReplacement(field, before, after, at);
}
