import type { Contents } from './contents.ts';
import { csvFile } from './csv_file.ts';
import { readDbtFailures } from './dbt_failures.ts';
import { readDqxRows } from './dqx_rows.ts';
import { textBytes } from './file_bytes.ts';
import { formatOf } from './format_of.ts';
import { Gathering } from './gathering.ts';
import { readGxResults } from './gx_results.ts';
import { isJson, jsonFile } from './json_file.ts';
import { readRawRows } from './raw_rows.ts';
import type { Rejects } from './rejects.ts';
import { readVerdicts } from './verdict_rows.ts';

const READERS: Readonly<Record<Rejects['format'], (contents: Contents, found: Gathering) => void>> = {
  verdicts: readVerdicts,
  json_lines: readRawRows,
  dqx: readDqxRows,
  great_expectations: readGxResults,
  dbt: readDbtFailures,
};

/**
 * What a file says of the records that a pipeline rejected, in any of the formats that pipelines leave behind. The format is
 * known by what is in the file. Nothing is passed over in silence: what does not name a record is in `counts` or `notes`.
 *
 * @param name of the file, for messages; dbt names its tables after their tests
 * @throws {RejectsUnreadable} where the file is empty, broken, mixed or of no known format
 */
export function readRejects(name: string, bytes: Uint8Array): Rejects {
  const text = textBytes(name, bytes);
  const contents = isJson(text) ? jsonFile(name, text) : csvFile(name, text);
  const format = formatOf(contents);
  const found = new Gathering();
  READERS[format](contents, found);
  if (contents.blankLines > 0) found.tally('Blank lines', 'They were passed over.', contents.blankLines);
  if (contents.rows.length === 0) found.note('The file has no rows: nothing was rejected.');
  return found.rejects(format);
}
