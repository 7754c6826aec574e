import type { JsonRecord } from '../../defects/record.ts';
import type { Generator } from '../../plan/batch.ts';
import { type Contents, isRecord, wholeRows } from './contents.ts';
import { fieldOfColumn } from './fields.ts';
import type { Gathering } from './gathering.ts';
import { type Outcome, suitesIn } from './gx_documents.ts';
import type { Rejected } from './rejects.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';
import { generatorOf, identityOf, isIdentified, noteUnidentified } from './row_identity.ts';
import { wholeNumber } from './whole_number.ts';

/** What a suite is about, and where its results stand. */
type Table = { readonly name: string; readonly place: string; readonly generator: Generator | undefined };

/** These call every record of a repeated value unexpected, the first too. */
const UNIQUENESS = ['expect_column_values_to_be_unique', 'expect_compound_columns_to_be_unique'];

const HOW_TO = '{"result_format": "COMPLETE", "unexpected_index_column_names": ["event_id"]}';

/**
 * Validation results of Great Expectations: a {@link Rejected} for every unexpected row that is named, by the columns of
 * `unexpected_index_column_names`; rows that are not named are counted. What an expectation holds against a row counts
 * whether or not `mostly` let it succeed.
 *
 * @throws {RejectsUnreadable} where a count is none
 */
export function readGxResults(contents: Contents, found: Gathering): void {
  for (const { record, place } of wholeRows(contents))
    for (const suite of suitesIn(record)!) {
      if (suite.length === 0) found.note('A validation result has no expectations: nothing was tried.');
      // A row shows only the columns that were asked for, but its table is that of the whole suite.
      const shown = suite.flatMap(({ columns, result }) => [...columns, ...indexNamesOf(result)]);
      const table = { name: contents.name, place, generator: generatorOf(shown) };
      for (const outcome of suite) readOutcome(table, outcome, found);
    }
}

function readOutcome({ name, place, generator }: Table, outcome: Outcome, found: Gathering): void {
  const { rule, columns, success, result, exception } = outcome;
  const told = columns.length === 0 ? rule : `${rule} (${columns.join(', ')})`;
  if (exception !== null) {
    found.note(`${told} could not be tried: ${exception.trim()}`);
    return;
  }
  const unexpected = countIn(name, `${place}, ${told}`, result, 'unexpected_count');
  if (unexpected === null) {
    const why =
      'observed_value' in result ? 'is about no single rows' : 'says neither how many rows nor which';
    if (!success) found.note(`${told} failed and ${why}.`);
    return;
  }
  const entries = entriesOf(result, unexpected);
  const column = columns.length === 1 ? columns[0]! : null;
  const field = fieldOfColumn(column);
  const named = entries.map((entry) => identityOf(name, place, entry, found, generator)).filter(isIdentified);
  for (const identity of withoutFirsts(named, outcome, found))
    found.reject({ ...identity, rule, ...(field !== undefined && { field }) });
  const rest = unexpected - named.length;
  if (rest <= 0) return;
  found.count(rule, column, rest, countIn(name, `${place}, ${told}`, result, 'element_count'));
  if (entries.length > named.length) noteUnidentified(found, entries.length - named.length);
  if (unexpected > entries.length)
    found.tally('Expectations that do not name all rows that failed them', `Have them named with ${HOW_TO}.`);
}

/** The rows that a result names, if it names all that it has room for. Bare numbers are places in a data frame. */
function entriesOf(result: JsonRecord, unexpected: number): JsonRecord[] {
  const { unexpected_index_list: all, partial_unexpected_index_list: partial } = result;
  // SUMMARY cuts its list; one that was not cut is as good as that of COMPLETE.
  const isWhole = Array.isArray(partial) && partial.length === unexpected;
  const list = Array.isArray(all) ? all : isWhole ? partial : [];
  return list.filter(isRecord);
}

/** Of the records of a repeated id, all but one: whoever keeps one is right. */
function withoutFirsts(named: readonly Rejected[], outcome: Outcome, found: Gathering): readonly Rejected[] {
  const idColumn = named[0]?.generator === 'company' ? 'company_id' : 'event_id';
  if (!UNIQUENESS.includes(outcome.rule) || !outcome.columns.includes(idColumn)) return named;
  const seen = new Set<string | undefined>();
  const later = named.filter(({ event_id }) => seen.size === seen.add(event_id).size);
  const what = `First records of ids that ${outcome.rule} found more than once`;
  if (seen.size > 0) found.tally(what, 'They were taken as kept; it names all alike.', seen.size);
  return later;
}

function indexNamesOf({ unexpected_index_column_names: names }: JsonRecord): string[] {
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function countIn(name: string, place: string, result: JsonRecord, key: string): number | null {
  const value = result[key] ?? null;
  if (value === null) return null;
  const count = wholeNumber(value);
  if (count !== undefined && count >= 0) return count;
  const found = `${key} is ${JSON.stringify(value)}, which is no number of rows`;
  throw new RejectsUnreadable(name, place, found, 'Write the validation result again');
}
