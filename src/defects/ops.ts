import { editRecord } from './edit_record.ts';
import { cutOf, type Op, sourceOf } from './op.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The line that the ops make of `line`. Lines are without their newlines.
 *
 * @param emittedLine the emitted line that a `copy` names
 */
export function applyOps(
  line: Uint8Array,
  ops: readonly Op[],
  emittedLine: (line: number) => Uint8Array,
): Uint8Array {
  return ops.reduce((bytes, op) => applyOp(bytes, op, emittedLine), line);
}

/** The clean line, given the dirty one and the ops that made it so. */
export function undoOps(line: Uint8Array, ops: readonly Op[]): Uint8Array {
  return applyOps(line, ops.map(inverse).reverse(), () => {
    throw new Error('the inverse of an op never copies');
  });
}

function applyOp(line: Uint8Array, op: Op, emittedLine: (line: number) => Uint8Array): Uint8Array {
  if (op.op === 'copy') return emittedLine(sourceOf(op));
  if (op.op === 'bytes') return splice(line, op);
  if (op.path === '') return encoder.encode(JSON.stringify(op.after));
  return encoder.encode(JSON.stringify(editRecord(JSON.parse(decoder.decode(line)), op)));
}

function splice(line: Uint8Array, op: Op): Uint8Array {
  const { offset, outLength, into } = cutOf(op);
  const result = new Uint8Array(line.length - outLength + into.length);
  result.set(line.subarray(0, offset));
  result.set(into, offset);
  result.set(line.subarray(offset + outLength), offset + into.length);
  return result;
}

function inverse(op: Op): Op {
  const back = { path: op.path, before: op.after, after: op.before };
  switch (op.op) {
    case 'add':
      return { op: 'remove', ...back };
    case 'remove':
      return { op: 'add', ...back };
    case 'bytes':
      return { op: 'bytes', ...back };
    case 'copy':
      return { op: 'replace', ...back, path: '' };
    case 'replace':
      return { op: 'replace', ...back, path: pathAfter(op) };
  }
}

/** Where a replaced thing is found afterwards: a renamed key under its new name, all else where it was. */
function pathAfter(op: Op): string {
  if (!op.path.endsWith('#')) return op.path;
  return `${op.path.slice(0, op.path.lastIndexOf('/'))}/${op.after}#`;
}
