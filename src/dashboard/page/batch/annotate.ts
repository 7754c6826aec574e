import { findNodeAtLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser';
import { editRecord } from '../../../defects/edit_record.ts';
import { cutOf, fromHex, type Op } from '../../../defects/op.ts';
import { namesOf } from '../../../defects/record.ts';

/** A piece of a line as it stands there; all of them one after the other are the line. */
export type Segment = { readonly text: string; readonly mark: Mark | null };

/** What a defect did at a piece of a line. */
export type Mark = {
  readonly op: Op;
  /** What the clean line has in this place; empty where it has nothing. */
  readonly before: string;
};

/** Where the line differs from the clean one: `[start, end)` in UTF-16 units, and what stood there. */
type Edit = Mark & { readonly start: number; readonly end: number };

const BROKEN = '\ufffd';
const BROKEN_BYTES = 3;

/**
 * The pieces of an emitted line, with what the ops of its defect did marked where they did it. An op that changes nothing has no
 * mark; one whose place is not to be found, because somebody edited the file, marks the whole line.
 *
 * @param raw bytes that are not UTF-8 are U+FFFD in it
 */
export function annotate(raw: string, ops: readonly Op[]): Segment[] {
  const edits = ops.filter((op) => !isNoOp(op)).map((op) => editOf(raw, op));
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const segments: Segment[] = [];
  let at = 0;
  for (const { op, before, ...edit } of edits) {
    const start = Math.max(at, edit.start);
    const end = Math.max(start, edit.end);
    if (start > at) segments.push({ text: raw.slice(at, start), mark: null });
    segments.push({ text: raw.slice(start, end), mark: { op, before } });
    at = end;
  }
  if (at < raw.length) segments.push({ text: raw.slice(at), mark: null });
  return segments;
}

/** A field that goes or comes may well be null. */
function isNoOp({ op, before, after }: Op): boolean {
  return (op === 'replace' || op === 'bytes') && JSON.stringify(before) === JSON.stringify(after);
}

function editOf(raw: string, op: Op): Edit {
  if (op.op === 'bytes') return bytesEdit(raw, op);
  const edit = op.op === 'copy' ? null : fieldEdit(raw, op);
  return edit ?? { op, start: 0, end: raw.length, before: textBefore(op) };
}

/** What an op took away, as JSON; without the commas around it. */
function textBefore({ op, path, before }: Op): string {
  if (op === 'add') return '';
  if (op === 'remove') return `${JSON.stringify(namesOf(path).at(-1))}:${JSON.stringify(before)}`;
  return JSON.stringify(before);
}

/** Null where the line has no such place. */
function fieldEdit(raw: string, op: Op): Edit | null {
  const root = parseTree(raw);
  if (root === undefined) return null;
  if (op.path === '') return { op, ...spanOf(root), before: textBefore(op) };
  const isKey = op.path.endsWith('#');
  const names = namesOf(op.path);
  const owner = findNodeAtLocation(root, names.slice(0, -1));
  if (owner?.type !== 'object') return null;
  if (op.op === 'remove') return ghost(owner, names.at(-1)!, op);
  const property = propertyOf(
    owner,
    isKey ? (op.after as string) : names.at(-1)!,
    isKey ? undefined : op.after,
  );
  if (property === null) return null;
  if (op.op === 'add') return { op, ...spanWithComma(owner, property), before: '' };
  const changed = property.children?.[isKey ? 0 : 1];
  return changed === undefined ? null : { op, ...spanOf(changed), before: textBefore(op) };
}

/** Nothing, in the place where a field stood. */
function ghost(owner: Node, name: string, op: Op): Edit {
  const clean = editRecord(getNodeValue(owner), {
    op: 'add',
    path: `/${name}`,
    before: null,
    after: op.before,
  });
  const names = Object.keys(clean);
  const next = names[names.indexOf(name) + 1];
  const follower = next === undefined ? null : propertyOf(owner, next);
  if (follower !== null) {
    return { op, start: follower.offset, end: follower.offset, before: `${textBefore(op)},` };
  }
  const last = owner.children?.at(-1);
  const start = last === undefined ? owner.offset + 1 : spanOf(last).end;
  return { op, start, end: start, before: `${last === undefined ? '' : ','}${textBefore(op)}` };
}

/** The property of a name; where there are several the last, and rather one that holds `value`. */
function propertyOf(owner: Node, name: string, value?: unknown): Node | null {
  const named = owner.children?.filter(({ children }) => children?.[0]?.value === name) ?? [];
  const wanted = JSON.stringify(value);
  const isWanted = ({ children }: Node) =>
    children?.[1] !== undefined && JSON.stringify(getNodeValue(children[1])) === wanted;
  return named.findLast(isWanted) ?? named.at(-1) ?? null;
}

function spanOf({ offset, length }: Node): { start: number; end: number } {
  return { start: offset, end: offset + length };
}

/** A property and the comma that came with it. */
function spanWithComma(owner: Node, property: Node): { start: number; end: number } {
  const siblings = owner.children!;
  const i = siblings.indexOf(property);
  const { start, end } = spanOf(property);
  if (i > 0) return { start: spanOf(siblings[i - 1]!).end, end };
  return { start, end: siblings[1]?.offset ?? end };
}

/** From the character that holds the op's first byte on: what came in, and the broken characters that it leaves around it. */
function bytesEdit(raw: string, op: Op): Edit {
  const { offset, into } = cutOf(op);
  let start = 0;
  let byte = 0;
  // What stands before `offset` is whole, but for a character that reaches beyond it.
  while (start < raw.length && byte < offset && !(raw[start] === BROKEN && offset - byte < BROKEN_BYTES)) {
    const char = charAt(raw, start);
    byte += byteLength(char);
    start += char.length;
  }
  let end = start;
  for (let left = into.length; end < raw.length && (left > 0 || raw[end] === BROKEN); ) {
    const char = charAt(raw, end);
    left -= char === BROKEN ? 1 : byteLength(char);
    end += char.length;
  }
  return { op, start, end, before: new TextDecoder().decode(fromHex(op.before as string)) };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function charAt(text: string, i: number): string {
  return String.fromCodePoint(text.codePointAt(i)!);
}
