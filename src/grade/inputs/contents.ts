import type { JsonRecord } from '../../defects/record.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';

/** A row of a file, whatever the file's format. */
export type Row = {
  /** Where it stands, for messages: `line 3`, `element 3`. */
  readonly place: string;
  /** Null for a line that is no JSON. */
  readonly record: JsonRecord | null;
  /** A JSON line's own bytes without newline; null where rows are no lines. */
  readonly bytes: Uint8Array | null;
  /** Whether its bytes are UTF-8; where they are not, the record shows U+FFFD for them. */
  readonly isUtf8: boolean;
};

/** A row that was read whole. */
export type WholeRow = Row & { readonly record: JsonRecord };

/** A file as rows. */
export type Contents = {
  readonly name: string;
  /** `document`: one JSON text, an array of rows or a single object over several lines. */
  readonly container: 'lines' | 'document' | 'csv';
  readonly rows: readonly Row[];
  /** Of a CSV, which may have no rows; else empty. */
  readonly columns: readonly string[];
  readonly blankLines: number;
  readonly endsInNewline: boolean;
};

/**
 * The rows of a file in which every one must be whole.
 *
 * @throws {RejectsUnreadable} at the first that is not
 */
export function wholeRows({ name, rows }: Contents): WholeRow[] {
  return rows.map((row) => {
    const { record, isUtf8, place } = row;
    if (record === null)
      throw new RejectsUnreadable(
        name,
        place,
        'the line is no JSON, or half of one',
        'Only among rows as published may a line be torn. Write the file again, it was cut or mixed',
      );
    if (!isUtf8)
      throw new RejectsUnreadable(name, place, 'bytes that are not UTF-8', 'Write the file again as UTF-8');
    return { ...row, record };
  });
}

/** What a JSON value is, for messages. */
export function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; undefined where it is none. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
