import { FIELDS, type Generator, LOCATION_FIELDS } from './contract.ts';
import { isObject } from './json_line.ts';
import type { Json, JsonObject, Op } from './key_line.ts';
import { namesOf } from './pointer.ts';

/**
 * The line that ops make of a clean one.
 *
 * @param emitted gives the emitted line of a 1-based number
 * @throws if the line does not hold what an op says was there before
 */
export function applyOps(clean: Buffer, ops: readonly Op[], emitted: (line: number) => Buffer): Buffer {
  return ops.reduce((line, { op, path, before, after }) => {
    if (op === 'bytes') return splice(line, path, before, after);
    if (op === 'copy') {
      if (line.toString() !== JSON.stringify(before)) throw new Error(`${path}: not what was there before`);
      return Buffer.from(emitted(Number(path.slice('line/'.length))));
    }
    return edited(line, path, (owner, name, isKey) => {
      if (op === 'add') return append(owner, name, after);
      expectAt(owner, name, isKey ? owner[name] : before);
      if (op === 'remove') return entriesWithout(owner, name);
      return isKey ? renamed(owner, name, after) : { ...owner, [name]: after };
    });
  }, clean);
}

/** The clean line that ops were applied to; the inverse of {@link applyOps}. */
export function undoOps(dirty: Buffer, ops: readonly Op[], generator: Generator): Buffer {
  return ops.reduceRight((line, { op, path, before, after }) => {
    if (op === 'bytes') return splice(line, path, after, before);
    if (op === 'copy') return Buffer.from(JSON.stringify(before));
    return edited(line, path, (owner, name, isKey, isNested) => {
      if (op === 'remove')
        return inserted(owner, name, before, isNested ? LOCATION_FIELDS : FIELDS[generator]);
      if (isKey) return renamed(owner, after as string, name);
      expectAt(owner, name, after);
      return op === 'add' ? entriesWithout(owner, name) : { ...owner, [name]: before };
    });
  }, dirty);
}

/** What is made of the object that owns a field. */
type Edit = (owner: JsonObject, name: string, isKey: boolean, isNested: boolean) => JsonObject;

/** A line with the object edited in which the field at `path` stands. */
function edited(line: Buffer, path: string, edit: Edit): Buffer {
  const isKey = path.endsWith('#');
  const names = namesOf(isKey ? path.slice(0, -1) : path);
  const editWithin = (owner: Json | undefined, depth: number): JsonObject => {
    if (!isObject(owner)) throw new Error(`${path}: no object there`);
    const name = names[depth]!;
    if (depth === names.length - 1) return edit(owner, name, isKey, depth > 0);
    return { ...owner, [name]: editWithin(owner[name], depth + 1) };
  };
  return Buffer.from(JSON.stringify(editWithin(JSON.parse(line.toString()), 0)));
}

function expectAt(owner: JsonObject, name: string, value: Json | undefined): void {
  const isThere = Object.hasOwn(owner, name) && JSON.stringify(owner[name]) === JSON.stringify(value);
  if (!isThere) throw new Error(`${name} is not ${JSON.stringify(value)}`);
}

function append(owner: JsonObject, name: string, value: Json): JsonObject {
  if (Object.hasOwn(owner, name)) throw new Error(`${name} is there already`);
  return { ...owner, [name]: value };
}

function entriesWithout(owner: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(owner).filter(([other]) => other !== name));
}

function renamed(owner: JsonObject, from: string, to: Json): JsonObject {
  if (typeof to !== 'string' || !Object.hasOwn(owner, from)) throw new Error(`${from} does not become ${to}`);
  return Object.fromEntries(Object.entries(owner).map(([name, value]) => [name === from ? to : name, value]));
}

/** An object with a field more, which stands before those that `order` names after it. */
function inserted(owner: JsonObject, name: string, value: Json, order: readonly string[]): JsonObject {
  if (Object.hasOwn(owner, name)) throw new Error(`${name} is there already`);
  const later = order.slice(order.indexOf(name) + 1);
  const entries = Object.entries(owner);
  const at = entries.findIndex(([other]) => later.includes(other));
  return Object.fromEntries(entries.toSpliced(at < 0 ? entries.length : at, 0, [name, value]));
}

/** A line with the bytes `from` at `byte/<offset>` replaced by `to`; both in hex. */
function splice(line: Buffer, path: string, from: Json, to: Json): Buffer {
  const at = Number(path.slice('byte/'.length));
  const [old, fresh] = [Buffer.from(from as string, 'hex'), Buffer.from(to as string, 'hex')];
  if (!line.subarray(at, at + old.length).equals(old)) throw new Error(`${path} is not ${from}`);
  return Buffer.concat([line.subarray(0, at), fresh, line.subarray(at + old.length)]);
}
