import type { Shape } from './fields.ts';
import { isObject, type JsonObject } from './lines.ts';
import type { ValueRule } from './value_rules.ts';
import type { Finding } from './verdict.ts';

/** All that one record shows by itself: keys and values against its shape. */
export function rowFindings(record: JsonObject, shape: Shape, path = ''): Finding[] {
  return [
    ...keyFindings(record, shape, path),
    ...Object.entries(shape)
      .filter(([name]) => Object.hasOwn(record, name))
      .flatMap(([name, rule]) => valueFindings(record[name], rule, path + name)),
  ];
}

/** A missing key is renamed if its value stands under a key that nobody asked for. */
function keyFindings(record: JsonObject, shape: Shape, path: string): Finding[] {
  const unknown = new Set(Object.keys(record).filter((name) => !Object.hasOwn(shape, name)));
  const findings = Object.keys(shape)
    .filter((name) => !Object.hasOwn(record, name))
    .map((name): Finding => {
      const newName = [...unknown].find(
        (other) => valueFindings(record[other], shape[name]!, '').length === 0,
      );
      if (newName === undefined) return { rule: 'required', kind: 'missing_field', field: path + name };
      unknown.delete(newName);
      return { rule: 'known_name', kind: 'renamed_field', field: path + name };
    });
  for (const name of unknown) findings.push({ rule: 'no_extra', kind: 'extra_field', field: path + name });
  return findings;
}

function valueFindings(value: unknown, rule: ValueRule | Shape, field: string): Finding[] {
  if (value === null) return [{ rule: 'not_null', kind: 'null_value', field }];
  if (typeof rule === 'function') {
    const problem = rule(value);
    return problem === null ? [] : [{ ...problem, field }];
  }
  return isObject(value)
    ? rowFindings(value, rule, `${field}.`)
    : [{ rule: 'type', kind: 'type_change', field }];
}
