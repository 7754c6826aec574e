import { type Contents, isRecord, jsonValue, type WholeRow, wholeRows } from './contents.ts';
import { fieldOfColumn } from './fields.ts';
import type { Gathering } from './gathering.ts';
import { excerpt, RejectsUnreadable } from './rejects_unreadable.ts';
import { identityOf, isIdentified, noteUnidentified } from './row_identity.ts';

/** The columns that DQX adds to a row, by their default names, and what it does with a row that has something in one. */
const RESULTS = [
  { result: '_errors', action: 'quarantine' },
  { result: '_warnings', action: 'flag' },
] as const;

export const DQX_COLUMNS: readonly string[] = RESULTS.map(({ result }) => result);

/** A check that a row failed. */
type Failure = { readonly rule: string; readonly column: string | null; readonly isSkipped: boolean };

/** How a message begins where DQX could not run the check; older versions say it nowhere else. */
const SKIPPED = 'Check evaluation skipped due to ';

/**
 * The rows of an output or quarantine table of Databricks Labs DQX: a {@link Rejected} for every error and every warning. A
 * row with neither was accepted.
 *
 * @throws {RejectsUnreadable} where a result column holds what DQX never wrote
 */
export function readDqxRows(contents: Contents, found: Gathering): void {
  for (const row of wholeRows(contents)) readRow(contents.name, row, found);
}

function readRow(name: string, { record, place }: WholeRow, found: Gathering): void {
  const all = RESULTS.flatMap(({ result, action }) =>
    failuresIn(name, `${place}, ${result}`, record[result]).map((failure) => ({ ...failure, action })),
  );
  for (const { rule } of all.filter(({ isSkipped }) => isSkipped))
    found.tally(
      `Rows on which DQX skipped the check ${rule}`,
      'Its column or filter is not valid, so it judged none of them.',
    );
  const failures = all.filter(({ isSkipped }) => !isSkipped);
  if (failures.length === 0) return;
  const identity = identityOf(name, place, record, found);
  if (!isIdentified(identity)) noteUnidentified(found, 1);
  for (const { rule, column, action } of failures) {
    const field = fieldOfColumn(column);
    if (isIdentified(identity))
      found.reject({ ...identity, rule, ...(field !== undefined && { field }), action });
    else found.count(rule, column, 1);
  }
}

/** What stands in a result column: a list of structs, in the first versions a map, in a CSV either as text. */
function failuresIn(name: string, place: string, value: unknown): Failure[] {
  const results = typeof value === 'string' ? jsonValue(value) : (value ?? null);
  if (results === null) return [];
  if (Array.isArray(results) && results.every(isRecord)) return results.map(failureOf);
  if (isRecord(results))
    return Object.entries(results).map(([rule, message]) => failureOf({ name: rule, message }));
  throw new RejectsUnreadable(
    name,
    place,
    `${excerpt(typeof value === 'string' ? value : JSON.stringify(value))} where DQX has a list of structs`,
    'Export the table as JSON Lines, with its structs',
  );
}

/**
 * A struct of DQX. Its column was `columns`, before that `column`, before that `col_name`; its message was `rule` in the days
 * of `col_name`.
 */
function failureOf(struct: Readonly<Record<string, unknown>>): Failure {
  const { columns, skipped } = struct;
  const [only, ...others] = Array.isArray(columns) ? columns : [struct.column ?? struct.col_name];
  return {
    rule: String(struct.name ?? struct.function ?? 'unnamed'),
    column: typeof only === 'string' && others.length === 0 ? only : null,
    isSkipped: skipped === true || String(struct.message ?? struct.rule).startsWith(SKIPPED),
  };
}
