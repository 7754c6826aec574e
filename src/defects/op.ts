import type { JsonRecord } from './record.ts';

/**
 * One step from a clean line to its dirty one. `path` says where:
 *
 * - `replace`, `remove`, `add`: a JSON Pointer into the record; `''` is the whole record. `before` and `after` are the
 *   values there, null for none. A key that comes in stands where the fixed field order has it, and a key outside
 *   that order stands last, so no op needs an index.
 * - `replace` with a `#` after the pointer (as in Relative JSON Pointers): the key itself, renamed where it stands.
 *   `before` and `after` are names.
 * - `copy`: `line/41`, the emitted line that stands here instead. `before` is the clean record, `after` null.
 * - `bytes`: `byte/57`, an offset in the line. `before` and `after` are the bytes from there on, in hex.
 */
export type Op = {
  readonly op: 'replace' | 'remove' | 'add' | 'copy' | 'bytes';
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
};

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Puts the emitted line `source` in the place of the clean record `before`. */
export function copyOp(source: number, before: JsonRecord): Op {
  return { op: 'copy', path: `line/${source}`, before, after: null };
}

/** The line that a `copy` op copies, counted as it was when the op was made. */
export function sourceOf(op: Op): number {
  return Number(op.path.slice('line/'.length));
}

/** Puts `after` in the place of the bytes `before`, which begin at `offset` in the line. */
export function bytesOp(offset: number, before: Uint8Array, after: Uint8Array): Op {
  return { op: 'bytes', path: `byte/${offset}`, before: toHex(before), after: toHex(after) };
}

/** Where a `bytes` op cuts the line, how many bytes it takes out there, and what it puts in. */
export function cutOf(op: Op): { offset: number; outLength: number; into: Uint8Array } {
  const offset = Number(op.path.slice('byte/'.length));
  return { offset, outLength: (op.before as string).length / 2, into: fromHex(op.after as string) };
}

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** The bytes that a `bytes` op has in hex. */
export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
