import { CsvError, parse } from 'csv-parse/sync';
import type { Contents, Row } from './contents.ts';
import { textOf } from './file_bytes.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';

type Cell = string | null;
type Parsed = {
  readonly record: readonly Cell[];
  readonly info: { readonly lines: number; empty_lines: number };
};

const DELIMITERS = [',', '\t', ';', '|'];

/** What csv-parse's errors mean to people; others speak for themselves. */
const FOUND: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'a row with more or fewer cells than the header',
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote within a quoted cell',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a cell',
};

/**
 * A CSV file with a header (RFC 4180; commas, tabs, semicolons or bars). An empty cell is null, and `""` an empty string, as
 * databases write them; all other cells are strings.
 *
 * @throws {RejectsUnreadable} where a row is ragged, a quote open, a column there twice, or the bytes are not UTF-8
 */
export function csvFile(name: string, bytes: Uint8Array): Contents {
  const text = textOf(name, bytes);
  const [header = ''] = text.trimStart().split('\n', 1);
  const delimiter = DELIMITERS.find((each) => header.includes(each)) ?? ',';
  // In a table of one column, an empty line is a row whose cell is null.
  const [first, ...rest] = rowsOf(name, text, { delimiter, skip_empty_lines: header.includes(delimiter) });
  const columns = (first?.record ?? []).map((cell) => cell ?? '');
  const twice = columns.find((column, i) => columns.indexOf(column) < i);
  if (twice !== undefined)
    throw new RejectsUnreadable(
      name,
      'line 1',
      `the column ${JSON.stringify(twice)} is there twice`,
      'Name each column once',
    );
  const rows = rest.map(({ record, info }): Row => {
    const cells = columns.map((column, i) => [column, record[i] ?? null] as const);
    return { place: `line ${info.lines}`, record: Object.fromEntries(cells), bytes: null, isUtf8: true };
  });
  const blankLines = rest.at(-1)?.info.empty_lines ?? 0;
  return { name, container: 'csv', rows, columns, blankLines, endsInNewline: true };
}

function rowsOf(
  name: string,
  text: string,
  options: { delimiter: string; skip_empty_lines: boolean },
): Parsed[] {
  try {
    // With `info`, csv-parse gives more than its types say.
    return parse(text, {
      ...options,
      info: true,
      record_delimiter: ['\r\n', '\n'],
      cast: (cell, { quoting }) => (cell === '' && !quoting ? null : cell),
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new RejectsUnreadable(
      name,
      `line ${String(error.lines)}`,
      FOUND[error.code] ?? error.message,
      'Export the file again, with quotes within cells doubled (RFC 4180), or as JSON Lines',
    );
  }
}
