import { toJsonSchema } from '@valibot/to-json-schema';
import { ConfigFile } from '../src/config/schema.ts';

export const CONFIG_SCHEMA_FILE = new URL('../config/config.schema.json', import.meta.url);

/** The JSON Schema (draft 07, as editors read it) of the config file. */
export function configSchema() {
  return toJsonSchema(ConfigFile, {
    typeMode: 'input',
    // Checks across fields, and that a number is finite: JSON Schema has no word for them.
    ignoreActions: ['partial_check', 'finite'],
  });
}

/** The text of `config/config.schema.json`. */
export function configSchemaText(): string {
  return `${JSON.stringify(configSchema(), null, 2)}\n`;
}
