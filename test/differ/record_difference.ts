import { isObject } from './json_line.ts';
import type { Json, JsonObject, Op } from './key_line.ts';
import { pointerOf } from './pointer.ts';

/** A change of a record, and the names on the way to the field that it changes. */
export type FieldOp = { readonly op: Op; readonly names: readonly string[] };

/** What differs between two records, field by field; objects in both are compared within. */
export function differenceOf(clean: JsonObject, dirty: JsonObject, above: readonly string[] = []): FieldOp[] {
  const gone = Object.keys(clean).filter((name) => !Object.hasOwn(dirty, name));
  const come = Object.keys(dirty).filter((name) => !Object.hasOwn(clean, name));
  const opAt = (name: string, op: Op['op'], before: Json, after: Json, mark = ''): FieldOp => {
    const names = [...above, name];
    return { op: { op, path: `${pointerOf(names)}${mark}`, before, after }, names };
  };
  const ops = Object.keys(clean)
    .filter((name) => Object.hasOwn(dirty, name))
    .flatMap((name) => {
      const [before, after] = [clean[name]!, dirty[name]!];
      if (isObject(before) && isObject(after)) return differenceOf(before, after, [...above, name]);
      return JSON.stringify(before) === JSON.stringify(after) ? [] : [opAt(name, 'replace', before, after)];
    });
  const [oldName, newName] = [gone[0], come[0]];
  const isRename =
    gone.length === 1 &&
    come.length === 1 &&
    Object.keys(clean).indexOf(oldName!) === Object.keys(dirty).indexOf(newName!) &&
    JSON.stringify(clean[oldName!]) === JSON.stringify(dirty[newName!]);
  if (isRename) return [...ops, opAt(oldName!, 'replace', oldName!, newName!, '#')];
  return [
    ...ops,
    ...gone.map((name) => opAt(name, 'remove', clean[name]!, null)),
    ...come.map((name) => opAt(name, 'add', null, dirty[name]!)),
  ];
}
