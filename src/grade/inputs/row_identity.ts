import { hash } from 'node:crypto';
import type { JsonRecord } from '../../defects/record.ts';
import type { Generator } from '../../plan/batch.ts';
import type { Gathering } from './gathering.ts';
import type { Rejected } from './rejects.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';
import { wholeNumber } from './whole_number.ts';

/** Columns in which pipelines keep where a row came from. */
export const BATCH_COLUMNS = ['batch_id', '_batch_id'];
export const LINE_COLUMNS = ['_line', 'line_number', 'line'];
/** Where Spark puts a line that it could not parse (`columnNameOfCorruptRecord`). */
export const CORRUPT_COLUMN = '_corrupt_record';

/** A table of companies has none of these, and one of those. */
const OF_EVENTS = ['event_id', 'driver_id', 'truck_id', 'event_type', 'location', 'lat', 'lon'];
const OF_COMPANIES = ['company_id', 'company_name', 'geography', 'drivers_count'];

const BATCH_ID = /^\d{8}T\d{6}Z$/;
const encoder = new TextEncoder();

/**
 * Which record a row of a pipeline's table is, by its columns: the id that it shows, the batch and the line where it says
 * them, the hash of a line that Spark could not parse. Columns that the pipeline added play no other part.
 *
 * @throws {RejectsUnreadable} where the line is no line number
 */
export function identityOf(
  name: string,
  place: string,
  row: JsonRecord,
  found: Gathering,
  generator = generatorOf(Object.keys(row)),
): Rejected {
  const id = generator === 'company' ? row.company_id : row.event_id;
  const corrupt = row[CORRUPT_COLUMN];
  const batchId = batchIdOf(row, found);
  const line = lineOf(name, place, row);
  if (line !== undefined && batchId === undefined)
    found.tally('Rows with a line number and no batch_id', 'A line is one of a batch, so it was left out.');
  return {
    ...(generator !== undefined && { generator }),
    ...(batchId !== undefined && { batch_id: batchId }),
    ...(line !== undefined && batchId !== undefined && { line }),
    ...(typeof corrupt === 'string' && { raw_sha256: sha256(encoder.encode(corrupt)) }),
    ...(typeof id === 'string' && { event_id: id }),
  };
}

/** Whether the identity of a row is enough to find its record. */
export function isIdentified({ line, raw_sha256, event_id }: Rejected): boolean {
  return line !== undefined || raw_sha256 !== undefined || event_id !== undefined;
}

/** Notes rows that {@link isIdentified} refuses; they belong in the counts. */
export function noteUnidentified(found: Gathering, rows: number): void {
  const consequence = 'Which records they are cannot be told: they are only counted.';
  found.tally('Rows that show no id as text, nor a batch_id and a line', consequence, rows);
}

/** SHA-256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** Whose table has such columns. An event names its company too, so that alone tells little of a part of a table. */
export function generatorOf(columns: readonly string[]): Generator | undefined {
  if (OF_EVENTS.some((column) => columns.includes(column))) return 'driver';
  return OF_COMPANIES.some((column) => columns.includes(column)) ? 'company' : undefined;
}

function batchIdOf(row: JsonRecord, found: Gathering): string | undefined {
  const written = BATCH_COLUMNS.map((column) => row[column]).filter((value) => (value ?? null) !== null);
  const ours = written.find((value) => typeof value === 'string' && BATCH_ID.test(value));
  if (ours === undefined && written.length > 0)
    found.tally('Rows whose batch_id is none of a published batch', 'It was left out.');
  return ours as string | undefined;
}

function lineOf(name: string, place: string, row: JsonRecord): number | undefined {
  const column = LINE_COLUMNS.find((each) => (row[each] ?? null) !== null);
  if (column === undefined) return undefined;
  const line = wholeNumber(row[column]);
  if (line !== undefined && line >= 1) return line;
  throw new RejectsUnreadable(
    name,
    place,
    `${column} is ${JSON.stringify(row[column])}`,
    'Lines are whole numbers and count from 1 within their batch: number them so, or leave the column out',
  );
}
