import { RejectsUnreadable } from './rejects_unreadable.ts';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BOM = [0xef, 0xbb, 0xbf];

/** How files begin that are no text, and what their owner can do. */
const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string, wayOut: string])[] = [
  [[0xff, 0xfe], 'UTF-16 text', 'Save it as UTF-8 (PowerShell: `Out-File -Encoding utf8`)'],
  [[0xfe, 0xff], 'UTF-16 text', 'Save it as UTF-8'],
  [[0x1f, 0x8b], 'a gzip archive', 'Unpack it first: gunzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive', 'Unpack it first: unzstd'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive or a spreadsheet', 'Unpack it, or export it as CSV'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file', 'Export the rows as JSON Lines or CSV'],
  [[0x4f, 0x62, 0x6a, 0x01], 'an Avro file', 'Export the rows as JSON Lines or CSV'],
  [[0x4f, 0x52, 0x43], 'an ORC file', 'Export the rows as JSON Lines or CSV'],
];

/**
 * The bytes of a text file, without a byte order mark.
 *
 * @throws {RejectsUnreadable} where nothing is in it, or it is no text
 */
export function textBytes(name: string, bytes: Uint8Array): Uint8Array {
  const known = SIGNATURES.find(([signature]) => beginsWith(bytes, signature));
  if (known !== undefined) throw new RejectsUnreadable(name, null, `the file is ${known[1]}`, known[2]);
  const text = beginsWith(bytes, BOM) ? bytes.subarray(BOM.length) : bytes;
  if (text.every(isBlank))
    throw new RejectsUnreadable(
      name,
      null,
      bytes.length === 0 ? 'the file is empty' : 'the file holds blanks alone',
      'If nothing was rejected, leave it out or write []; else write it again, it was cut',
    );
  return text;
}

/**
 * The lines of a file, without `\n` or `\r\n`. One `\r` is dropped from the end of any line: a published line never ends with
 * one, and files that were put together from several may have both.
 */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    lines.push(bytes.subarray(start, end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end));
    start = end + 1;
  }
  return lines;
}

export function endsInNewline(bytes: Uint8Array): boolean {
  return bytes.at(-1) === NEWLINE;
}

/** Space, tab, `\n` or `\r`. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === NEWLINE || byte === CARRIAGE_RETURN;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Null where the bytes are not UTF-8. */
export function decoded(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The whole file as text.
 *
 * @throws {RejectsUnreadable} that names the first line that is not UTF-8
 */
export function textOf(name: string, bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text !== null) return text;
  const line = linesOf(bytes).findIndex((each) => decoded(each) === null) + 1;
  throw new RejectsUnreadable(
    name,
    `line ${line}`,
    'bytes that are not UTF-8',
    'Write the file again as UTF-8',
  );
}

function beginsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}
