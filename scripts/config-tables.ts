import { configSchema } from './config-schema.ts';

/** A field of the config, as its JSON Schema says it. */
type Field = {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly 'x-range'?: string;
  readonly properties?: Readonly<Record<string, Field>>;
};

/** The tables by the names that documents call them by; each takes some of a mapping's fields. */
const TABLES: Readonly<Record<string, readonly [mapping: string | null, takes: (name: string) => boolean]>> =
  {
    top_level: [null, () => true],
    emulated_mode: ['emulated_mode', () => true],
    quality_injection: ['quality_injection', (name) => !name.endsWith('_probability')],
    defect_weights: ['quality_injection', (name) => name.endsWith('_probability')],
    geography_weights: ['geography_weights', () => true],
  };
const TABLE = /(<!-- config table: (\w+), by bun run config:docs -->\n)[\s\S]*?(<!-- end of table -->)/g;

/**
 * A Markdown document with its tables of config fields as the schema has them now: what stands between
 * `<!-- config table: NAME, by bun run config:docs -->` and `<!-- end of table -->`.
 * @throws {Error} for a table that there is not
 */
export function withConfigTables(document: string): string {
  const schema = configSchema() as Field;
  return document.replaceAll(TABLE, (_, begin: string, name: string, end: string) => {
    const [mapping, takes] = TABLES[name] ?? [];
    if (mapping === undefined || takes === undefined) throw new Error(`there is no config table ${name}`);
    const fields = (mapping === null ? schema : schema.properties?.[mapping])?.properties ?? {};
    const rows = Object.entries(fields)
      .filter(([field, { properties }]) => properties === undefined && takes(field))
      .map(
        ([field, about]) =>
          `| \`${field}\` | ${byDefault(about)} | ${rangeOf(about)} | ${about.description} |`,
      );
    return [
      `${begin}\n| field | default | range | what it does |`,
      '|---|---|---|---|',
      ...rows,
      '',
      end,
    ].join('\n');
  });
}

function byDefault(field: Field): string {
  return field.default === undefined ? 'none' : `\`${field.default}\``;
}

function rangeOf(field: Field): string {
  if (field['x-range'] !== undefined) return field['x-range'].replace('>=', '≥');
  if (field.type === 'boolean') return 'true, false';
  if (field.enum !== undefined) return field.enum.join(', ');
  const { minimum, maximum = Infinity, exclusiveMinimum } = field;
  const isOpen = maximum >= Number.MAX_SAFE_INTEGER;
  if (!isOpen) return `${said(minimum)} to ${said(maximum)}`;
  return exclusiveMinimum === undefined ? `≥ ${said(minimum)}` : `> ${said(exclusiveMinimum)}`;
}

function said(bound = 0): string {
  return bound.toLocaleString('en-US');
}
