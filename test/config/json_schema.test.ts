import { readdirSync, readFileSync } from 'node:fs';
import { parse } from '@std/yaml';
import { describe, expect, test } from 'vitest';
import { CONFIG_SCHEMA_FILE, configSchemaText } from '../../scripts/config-schema.ts';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';

type JsonSchema = {
  type: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean;
};

const schema = JSON.parse(configSchemaText()) as JsonSchema;
const CONFIG = new URL('.', CONFIG_SCHEMA_FILE);

/** Paths of the values that the schema refuses: as much of a validator as this schema needs. */
function refused(value: unknown, by: JsonSchema, path = ''): string[] {
  if (by.properties !== undefined) {
    return Object.entries(value as object).flatMap(([key, inner]) => {
      const property = by.properties?.[key];
      return property === undefined ? [`${path}/${key}`] : refused(inner, property, `${path}/${key}`);
    });
  }
  const accepts = {
    string: (text: string) => new RegExp(by.pattern ?? '').test(text) && (by.enum?.includes(text) ?? true),
    number: (n: number) =>
      n >= (by.minimum ?? n) && n <= (by.maximum ?? n) && n > (by.exclusiveMinimum ?? n - 1),
    boolean: () => true,
  };
  const type = by.type === 'integer' ? 'number' : (by.type as keyof typeof accepts);
  const ok = typeof value === type && accepts[type](value as never);
  return ok && (by.type !== 'integer' || Number.isInteger(value)) ? [] : [path];
}

function fields(of: JsonSchema, path = ''): [string, JsonSchema][] {
  return Object.entries(of.properties ?? {}).flatMap(([name, field]): [string, JsonSchema][] => [
    [`${path}/${name}`, field],
    ...fields(field, `${path}/${name}`),
  ]);
}

test('config.schema.json is what the schema generates (else: bun run config:docs)', () => {
  expect(readFileSync(CONFIG_SCHEMA_FILE, 'utf8')).toBe(configSchemaText());
});

describe('the schema', () => {
  const presets = readdirSync(CONFIG).filter(
    (file) => file.endsWith('.yaml') && file !== 'config.active.yaml',
  );
  test.each(presets)('accepts %s', (preset) => {
    expect(refused(parse(readFileSync(new URL(preset, CONFIG), 'utf8')), schema)).toEqual([]);
  });

  test('refuses what is out of bounds, of another type, or unknown', () => {
    const wrong = {
      seed: 0.5,
      sed: 1,
      event_rate_per_driver: 0,
      missed_intervals: 'wait',
      emulated_mode: { enabled: 'yes', driver_batch_interval: '10S', companies_per_batch: 101, size: 1 },
    };
    expect(refused(wrong, schema)).toEqual([
      '/seed',
      '/sed',
      '/event_rate_per_driver',
      '/missed_intervals',
      '/emulated_mode/enabled',
      '/emulated_mode/driver_batch_interval',
      '/emulated_mode/companies_per_batch',
      '/emulated_mode/size',
    ]);
  });

  test('describes every field', () => {
    const silent = fields(schema).filter(([, { description = '' }]) => description === '');
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test('gives every field its default, but for the seed and the alias, which have none', () => {
    const open = fields(schema).filter(([, field]) => field.default === undefined);
    expect(open.map(([path]) => path)).toEqual(['/seed', '/quality_injection/error_rate']);
  });

  test('accepts its own defaults', () => {
    for (const [path, field] of fields(schema)) {
      if (field.default !== undefined) expect(refused(field.default, field, path)).toEqual([]);
    }
  });

  test('knows every kind of defect, with the weight of the table', () => {
    const quality = schema.properties?.quality_injection?.properties ?? {};
    const weights = DEFECT_KINDS.map(({ kind }) => quality[`${kind}_probability`]?.default);
    expect(weights).toEqual(DEFECT_KINDS.map(({ weight }) => weight));
  });

  test('is closed at every mapping', () => {
    const mappings = [schema, ...fields(schema).map(([, field]) => field)].filter(
      ({ type }) => type === 'object',
    );
    expect(mappings.map((mapping) => mapping.additionalProperties)).toEqual([false, false, false, false]);
  });
});
