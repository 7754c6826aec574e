import { type Contents, isRecord, jsonValue, nameOfType, type Row } from './contents.ts';
import { decoded, endsInNewline, isBlank, linesOf, textOf } from './file_bytes.ts';
import { jsonFault } from './json_fault.ts';
import { RejectsUnreadable } from './rejects_unreadable.ts';

const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

export function isJson(bytes: Uint8Array): boolean {
  const first = firstByte(bytes);
  return first === OPENING_BRACKET || first === OPENING_BRACE;
}

/**
 * A file that begins with `[` or `{`: one JSON text, or a JSON object a line. Lines that are no JSON are kept: among rows as
 * published they are rejected torn lines.
 *
 * @throws {RejectsUnreadable} where the text is broken, or a line or an element is no object
 */
export function jsonFile(name: string, bytes: Uint8Array): Contents {
  if (firstByte(bytes) === OPENING_BRACKET) return documentOf(name, textOf(name, bytes));
  const lines = linesOf(bytes);
  const filled = lines.flatMap((line, i) => (line.every(isBlank) ? [] : [{ line, number: i + 1 }]));
  // A torn line keeps its brace; where one text goes over several lines, there are others.
  const isOneText = filled.some(({ line }) => line[0] !== OPENING_BRACE) && !isWhole(filled[0]!.line);
  if (isOneText) return documentOf(name, textOf(name, bytes));
  const rows = filled.map(({ line, number }) => rowOf(name, line, number));
  return {
    name,
    container: 'lines',
    rows,
    columns: [],
    blankLines: lines.length - rows.length,
    endsInNewline: endsInNewline(bytes),
  };
}

/** Whether a line that is no JSON may be what is left of a row as published: those begin with their brace. */
export function canBeTorn({ record, bytes }: Row): boolean {
  return record !== null || bytes?.[0] === OPENING_BRACE;
}

function rowOf(name: string, bytes: Uint8Array, line: number): Row {
  const place = `line ${line}`;
  const text = decoded(bytes);
  const value = jsonValue(text ?? lenient.decode(bytes));
  if (value === undefined) return { place, record: null, bytes, isUtf8: text !== null };
  if (!isRecord(value)) throw noObject(name, place, value);
  return { place, record: value, bytes, isUtf8: text !== null };
}

function isWhole(line: Uint8Array): boolean {
  return jsonValue(lenient.decode(line)) !== undefined;
}

function documentOf(name: string, text: string): Contents {
  const value = jsonValue(text);
  if (value === undefined) {
    const fault = jsonFault(text);
    throw new RejectsUnreadable(
      name,
      fault === null ? null : `line ${fault.line}`,
      fault?.found ?? 'the file is no JSON',
      'Write the file again, it was cut or edited',
    );
  }
  const elements = Array.isArray(value) ? value : [value];
  const rows = elements.map((element, i): Row => {
    const place = `element ${i + 1}`;
    if (!isRecord(element)) throw noObject(name, place, element);
    return { place, record: element, bytes: null, isUtf8: true };
  });
  return { name, container: 'document', rows, columns: [], blankLines: 0, endsInNewline: true };
}

function noObject(name: string, place: string, value: unknown): RejectsUnreadable {
  return new RejectsUnreadable(
    name,
    place,
    `${nameOfType(value)} where a row should be`,
    'Every row is a JSON object',
  );
}

function firstByte(bytes: Uint8Array): number | undefined {
  return bytes.find((byte) => !isBlank(byte));
}
