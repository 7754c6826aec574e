import type { JsonSchema } from './json_schema.ts';

/**
 * A value as a schema has it, put together from the examples of its parts.
 * @param components where references lead
 * @throws if a part says neither what it is nor gives an example
 */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  const { $ref, examples, properties, items, anyOf, oneOf } = schema;
  if ($ref !== undefined) return exampleOf(components[$ref.split('/').at(-1)!]!, components);
  if (examples !== undefined) return examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first !== undefined) return exampleOf(first, components);
  if (items) return [exampleOf(items, components)];
  if (schema.type === 'null') return null;
  if (properties === undefined) throw new Error(`no example of ${JSON.stringify(schema)}`);
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, exampleOf(property, components)]),
  );
}
