import { expect, test } from 'vitest';
import { configSchema } from '../../scripts/config-schema.ts';
import { withConfigTables } from '../../scripts/config-tables.ts';
import { PROBLEMS, type ProblemCode } from '../../src/api/problem_codes.ts';
import { HELP } from '../../src/cli/help.ts';
import { json, openApi } from '../api/api_fixture.ts';
import { text } from '../ship/repository_files.ts';
import { firstColumn } from './documents.ts';

const usagesOf = (lines: readonly string[]) => lines.filter((line) => line.startsWith('tachograph'));

test('the HTTP table has the routes of the app, and no others', async () => {
  const { endpoints } = await json(openApi().app, '/api');
  const told = firstColumn('README.md', 'HTTP').map((cell) => cell.replace(/\?.*/, ''));
  expect(told.toSorted()).toEqual(endpoints.toSorted());
});

test('the table of errors has the codes of the service with their statuses, and no others', () => {
  const rows = [...text('docs/http.md').matchAll(/^\| (\d{3}(?:, \d{3})*) \| (.*) \|$/gm)];
  const told = rows.flatMap(([, statuses, cell]) =>
    [...cell!.matchAll(/`([a-z_]+)`/g)].map(([, code]) => [code!, statuses!.split(', ')] as const),
  );
  expect(told.map(([code]) => code).toSorted()).toEqual(Object.keys(PROBLEMS).toSorted());
  for (const [code, statuses] of told)
    expect(statuses, code).toContain(`${PROBLEMS[code as ProblemCode].status}`);
});

test('the table of the command line has the usages of --help, and no others', () => {
  const helped = HELP.split('\n').map((line) => line.trim().split(/ {2,}/)[0]!);
  expect(usagesOf(firstColumn('README.md', 'Command line'))).toEqual(usagesOf(helped.slice(1)));
});

test.each(['README.md', 'docs/configuration.md'])(
  'the config tables of %s are current (else: bun run config:docs)',
  (path) => {
    expect(text(path)).toBe(withConfigTables(text(path)));
  },
);

test('every field of the config is in docs/configuration.md, once', () => {
  const fieldsOf = (schema: object): string[] =>
    Object.entries((schema as { properties: Record<string, { properties?: object }> }).properties).flatMap(
      ([name, field]) => (field.properties === undefined ? [name] : fieldsOf(field)),
    );
  const rows = [...text('docs/configuration.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
  expect(rows.toSorted()).toEqual(fieldsOf(configSchema()).toSorted());
});

test('a table that there is not is refused', () => {
  const document = '<!-- config table: nothing, by bun run config:docs -->\n<!-- end of table -->';
  expect(() => withConfigTables(document)).toThrow('there is no config table nothing');
});
