import { readFileSync, writeFileSync } from 'node:fs';
import { CONFIG_SCHEMA_FILE, configSchemaText } from './config-schema.ts';
import { withConfigTables } from './config-tables.ts';

/** `bun run config:docs`: writes what is generated from the config's schema, the JSON Schema for editors and the tables of the docs. */
writeFileSync(CONFIG_SCHEMA_FILE, configSchemaText());
for (const document of ['README.md', 'docs/configuration.md']) {
  const file = new URL(`../${document}`, import.meta.url);
  writeFileSync(file, withConfigTables(readFileSync(file, 'utf8')));
}
