import { type Contents, isRecord, type Row } from './contents.ts';
import { isTestName, VALUE_COLUMNS } from './dbt_failures.ts';
import { DQX_COLUMNS } from './dqx_rows.ts';
import { suitesIn } from './gx_documents.ts';
import { canBeTorn } from './json_file.ts';
import type { Rejects } from './rejects.ts';
import { excerpt, RejectsUnreadable } from './rejects_unreadable.ts';
import { BATCH_COLUMNS, CORRUPT_COLUMN, LINE_COLUMNS } from './row_identity.ts';
import { VERDICT_KEYS } from './verdict_rows.ts';

/** What holds what, where that does not depend on more. */
const FORMATS = {
  'a validation result': 'great_expectations',
  'a row with results of DQX': 'dqx',
  'a value of a dbt test': 'dbt',
  'a verdict': 'verdicts',
} as const;

type Kind = keyof typeof FORMATS | 'a row';

const DQX_ROW: Kind = 'a row with results of DQX';

/** Keys of rows that no verdict has; a row as published has several of them, whatever its defect. */
const OF_ROWS = [
  'driver_id',
  'company_id',
  'truck_id',
  'event_type',
  'location',
  'company_name',
  'geography',
];
/** Keys of verdicts that no row as published has. */
const OF_VERDICTS = ['generator', 'raw_sha256', 'kind', 'rule', 'action', 'pipeline'];

type Sign = readonly [Kind, (has: (key: string) => boolean, keys: readonly string[]) => boolean];

/** By what a row is known, the surest first. */
const SIGNS: readonly Sign[] = [
  [DQX_ROW, (has) => DQX_COLUMNS.some(has)],
  ['a value of a dbt test', (has) => VALUE_COLUMNS.some(has)],
  ['a row', (has) => [...OF_ROWS, CORRUPT_COLUMN].some(has)],
  ['a verdict', (has) => OF_VERDICTS.some(has)],
  ['a verdict', (has, keys) => has('batch_id') && keys.every((key) => VERDICT_KEYS.includes(key))],
  ['a row', (has) => has('event_id') || (BATCH_COLUMNS.some(has) && LINE_COLUMNS.some(has))],
];

const KNOWN =
  'Known are verdicts, rejected rows, tables of Databricks DQX, validation results of Great Expectations and failures that dbt stored';

/**
 * What a file holds, by what is in it. Two things depend on more: rows are `dbt` rather than `json_lines` where they are no
 * lines (CSV, an array) or the file is named after a dbt test, because then no hash of a line can be one that was published.
 * And a line that is no JSON is a torn row if the file's other lines are rows, or if such lines show keys of rows and none
 * of anything else; in any other file it is an error.
 *
 * @throws {RejectsUnreadable} where nothing is known of a row, or rows are of several kinds
 */
export function formatOf(contents: Contents): Rejects['format'] {
  const { name, container, rows, columns } = contents;
  if (rows.length === 0 && columns.length === 0) return isTestName(name) ? 'dbt' : 'verdicts';
  const told = container === 'csv' ? [headerOf(columns)] : rows.filter(({ record }) => record !== null);
  const kinds = told.map((row) => ({ row, kind: kindOf(name, row) }));
  // Spark leaves out columns that are null, and so DQX's from rows that were accepted.
  const lead = kinds.find(({ kind }) => kind === DQX_ROW) ?? kinds[0];
  const other = kinds.find(
    ({ kind }) => kind !== lead?.kind && !(lead?.kind === DQX_ROW && kind === 'a row'),
  );
  if (lead !== undefined && other !== undefined)
    throw new RejectsUnreadable(
      name,
      other.row.place,
      `${other.kind}, where ${lead.row.place} holds ${lead.kind}`,
      'Give each its own file',
    );
  if (lead !== undefined && lead.kind !== 'a row') return FORMATS[lead.kind];
  if (container !== 'lines' || isTestName(name)) return 'dbt';
  checkTorn(name, rows, lead !== undefined);
  return 'json_lines';
}

function kindOf(name: string, { place, record }: Row): Kind {
  if (isRecord(record) && suitesIn(record) !== null) return 'a validation result';
  const keys = Object.keys(record ?? {}).map((key) => key.toLowerCase());
  const sign = SIGNS.find(([, shows]) => shows((key) => keys.includes(key), keys));
  if (sign !== undefined) return sign[0];
  const found = `nothing is known of ${excerpt(keys.join(', '))}`;
  throw new RejectsUnreadable(name, place, found, KNOWN);
}

/** A CSV's header tells of all its rows, and of a file that has none. */
function headerOf(columns: readonly string[]): Row {
  const record = Object.fromEntries(columns.map((column) => [column, null]));
  return { place: 'line 1', record, bytes: null, isUtf8: true };
}

const SHOWS_ROW = new RegExp(`"(${OF_ROWS.join('|')})":`);
const SHOWS_OTHER = new RegExp(`"(${[...OF_VERDICTS, ...DQX_COLUMNS, 'batch_id', 'results'].join('|')})" *:`);
const decoder = new TextDecoder();

/** @throws {RejectsUnreadable} at a line that is no JSON and no row that was torn */
function checkTorn(name: string, rows: readonly Row[], areOthersRows: boolean): void {
  const torn = rows
    .filter(({ record }) => record === null)
    .map((row) => ({ ...row, text: decoder.decode(row.bytes!) }));
  const isProven = areOthersRows || torn.some(({ text }) => SHOWS_ROW.test(text));
  const wrong = torn.find((row) => !isProven || !canBeTorn(row) || SHOWS_OTHER.test(row.text));
  if (wrong === undefined) return;
  throw new RejectsUnreadable(
    name,
    wrong.place,
    `half a JSON object, or none: ${excerpt(wrong.text)}`,
    'Only among rows as published may a line be torn. Write the file again; report single torn lines as verdicts, by line or hash',
  );
}
