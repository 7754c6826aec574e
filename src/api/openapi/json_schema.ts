import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

/** As much of JSON Schema 2020-12 as our schemas need. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  title?: string;
  description?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema | false;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

const CONVERSION: ConversionConfig = {
  target: 'draft-2020-12',
  typeMode: 'input',
  // What JSON Schema has no word for: checks across fields.
  ignoreActions: ['check'],
  overrideSchema({ valibotSchema, jsonSchema }) {
    const schema = jsonSchema as JsonSchema;
    switch (valibotSchema.type) {
      case 'nullable':
        return orNull(schema.anyOf![0]!) as typeof jsonSchema;
      case 'optional':
        // Parameters are texts, and so are their defaults.
        return schema.type === 'integer' && schema.default !== undefined
          ? ({ ...schema, default: Number(schema.default) } as typeof jsonSchema)
          : undefined;
      case 'strict_tuple':
        // Ours are pairs of a kind, which many more tools understand as a list of two.
        return pair(schema) as typeof jsonSchema;
      case 'record':
        // What it makes of keys that are words of a list is right, though it says that it cannot.
        return jsonSchema;
      default:
        return undefined;
    }
  },
};

/** A schema, with references to `components` of an OpenAPI document where it says what one of those does. */
export function jsonSchemaOf(
  schema: GenericSchema,
  components: Readonly<Record<string, GenericSchema>> = {},
): JsonSchema {
  const { $schema, $defs, ...converted } = toJsonSchema(schema, { ...CONVERSION, ...within(components) });
  return converted as JsonSchema;
}

/** The components of an OpenAPI document. */
export function componentSchemas(
  components: Readonly<Record<string, GenericSchema>>,
): Record<string, JsonSchema> {
  return toJsonSchemaDefs(components, { ...CONVERSION, ...within(components) }) as Record<string, JsonSchema>;
}

function within(definitions: Readonly<Record<string, GenericSchema>>): ConversionConfig {
  return { definitions, overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}` };
}

function pair({ prefixItems, minItems }: JsonSchema): JsonSchema {
  return { type: 'array', items: prefixItems![0]!, minItems: minItems!, maxItems: minItems! };
}

function orNull(schema: JsonSchema): JsonSchema {
  if (typeof schema.type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [schema.type, 'null'], ...(schema.enum && { enum: [...schema.enum, null] }) };
}
