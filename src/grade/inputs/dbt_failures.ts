import type { JsonRecord } from '../../defects/record.ts';
import type { Generator } from '../../plan/batch.ts';
import { type Contents, type WholeRow, wholeRows } from './contents.ts';
import { fieldAtEndOf } from './fields.ts';
import type { Gathering } from './gathering.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';
import { identityOf, isIdentified, noteUnidentified } from './row_identity.ts';
import { wholeNumber } from './whole_number.ts';

/** The column in which dbt's own tests on values keep the value instead of the row. */
export const VALUE_COLUMNS = ['unique_field', 'value_field', 'from_field'] as const;

/** How dbt names the tables of its generic tests, and those of the two packages that most projects use. */
const TEST_NAME = /^(source_)?(not_null|unique|accepted_values|relationships|dbt_utils|dbt_expectations)_/i;

const GENERATOR_OF_ID: Readonly<Record<string, Generator>> = { event_id: 'driver', company_id: 'company' };

/** What a file of failures is about: the test it is named after, and the field if the name ends with one. */
type Test = { readonly rule: string; readonly field: string | undefined };

/** Whether a file is named as dbt names the table of a test. */
export function isTestName(file: string): boolean {
  return TEST_NAME.test(ruleOf(file));
}

/**
 * The table that a dbt test left with `store_failures`, or any table of rejected rows: a {@link Rejected} a row, by id, batch
 * and line; the rule is the file's name. Tests that keep values instead of rows are counted, but for `unique` on an id.
 *
 * @throws {RejectsUnreadable} where the counts of a test are none
 */
export function readDbtFailures(contents: Contents, found: Gathering): void {
  const rows = wholeRows(contents).map((row) => ({ ...row, record: inLowerCase(row.record) }));
  const columns = [...new Set([...contents.columns, ...rows.flatMap(({ record }) => Object.keys(record))])];
  const rule = ruleOf(contents.name);
  const test = { rule, field: fieldAtEndOf(rule, columns) };
  for (const row of rows) {
    const values = VALUE_COLUMNS.find((column) => column in row.record);
    if (values === undefined) readRow(contents.name, row, test, found);
    else if (values === 'unique_field') readRepeated(contents.name, row, test, found);
    else readValue(contents.name, row, test, found);
  }
}

function readRow(name: string, { record, place }: WholeRow, { rule, field }: Test, found: Gathering): void {
  const identity = identityOf(name, place, record, found);
  if (isIdentified(identity)) {
    found.reject({ ...identity, rule, ...(field !== undefined && { field }) });
    return;
  }
  noteUnidentified(found, 1);
  found.count(rule, field ?? null, 1);
}

/** `{unique_field, n_records}`: a value that stands in so many rows. */
function readRepeated(name: string, row: WholeRow, { rule, field }: Test, found: Gathering): void {
  const { unique_field: id } = row.record;
  const count = recordsOf(name, row, 2) - 1;
  const generator = field === undefined ? undefined : GENERATOR_OF_ID[field];
  if (generator !== undefined && field !== undefined && typeof id === 'string') {
    found.note('dbt counts all records of a repeated id (n_records): one of each was taken as kept.');
    found.reject({ generator, event_id: id, rule, field, count });
    return;
  }
  found.note(
    'A unique test on other than event_id or company_id names no records: those beyond the first are counted.',
  );
  found.count(rule, field ?? null, count);
}

/** `{value_field, n_records}` of accepted_values; `{from_field}` of relationships, a row a record. */
function readValue(name: string, row: WholeRow, { rule, field }: Test, found: Gathering): void {
  const isCounted = 'value_field' in row.record;
  found.note(
    `${isCounted ? 'An accepted_values' : 'A relationships'} test keeps the values that fail and not the rows: they are only counted.`,
  );
  found.count(rule, field ?? null, isCounted ? recordsOf(name, row, 1) : 1);
}

function recordsOf(name: string, { record, place }: WholeRow, least: number): number {
  const count = wholeNumber(record.n_records);
  if (count !== undefined && count >= least) return count;
  throw new RejectsUnreadable(
    name,
    place,
    `n_records is ${JSON.stringify(record.n_records) ?? 'missing'}, which is no whole number from ${least}`,
    'Export the table that dbt wrote, with all its columns',
  );
}

/** The name of the table, which is that of the test: dbt's own names have no dots. */
function ruleOf(file: string): string {
  const base = file.split(/[/\\]/).at(-1)!;
  return base.replace(/\.(csv|tsv|json|jsonl|ndjson|txt)$/i, '');
}

/** Snowflake's columns are in capitals unless somebody quoted them. */
function inLowerCase(record: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(record).map(([column, value]) => [column.toLowerCase(), value]));
}
