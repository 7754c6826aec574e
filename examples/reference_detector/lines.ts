import type { Finding } from './verdict.ts';

export type JsonObject = { readonly [name: string]: unknown };

/** One line of a batch. */
export type Line = {
  /** 1-based. */
  readonly number: number;
  /** Without the newline; bytes that are not UTF-8 stand as U+FFFD. */
  readonly text: string;
  /** What can be read of the record: of a line that is no JSON, its whole string members. */
  readonly record: JsonObject;
  /** What is wrong with the line as such; null for a JSON object in UTF-8. */
  readonly finding: Finding | null;
};

const NEWLINE = 0x0a;
const REPLACEMENT = '\ufffd';
const STRING_MEMBER = /"(\w+)":"([^"\\]*)"/g;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The lines of a batch; bytes after the last newline count as a line. */
export function linesOf(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    lines.push(lineOf(lines.length + 1, bytes.subarray(start, end)));
    start = end + 1;
  }
  return lines;
}

function lineOf(number: number, bytes: Uint8Array): Line {
  const decoded = utf8Of(bytes);
  const text = decoded ?? lenient.decode(bytes);
  const record = objectOf(text);
  if (record === null) return { number, text, record: membersOf(text), finding: brokenJson(text) };
  return { number, text, record, finding: decoded === null ? badEncoding(record) : null };
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

function objectOf(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a parsed value is a JSON object, not an array or null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function membersOf(text: string): JsonObject {
  return Object.fromEntries([...text.matchAll(STRING_MEMBER)].map(([, name, value]) => [name, value]));
}

/** A record that does not come to its closing brace was cut; what else is no JSON is nobody's known mistake. */
function brokenJson(text: string): Finding {
  return text.startsWith('{') && !text.endsWith('}')
    ? { rule: 'whole_line', kind: 'torn_line' }
    : { rule: 'json_object' };
}

function badEncoding(record: JsonObject): Finding {
  const field = Object.keys(record).find((name) => String(record[name]).includes(REPLACEMENT));
  return { rule: 'utf8', kind: 'bad_encoding', ...(field === undefined ? {} : { field }) };
}
