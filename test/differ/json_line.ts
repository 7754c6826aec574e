import type { Json, JsonObject } from './key_line.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a line, or null where its bytes are not UTF-8. */
export function textOf(line: Uint8Array): string | null {
  try {
    return UTF8.decode(line);
  } catch {
    return null;
  }
}

/** The record that a line holds, or null where it holds none in compact JSON. */
export function recordOf(text: string): JsonObject | null {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  // Spaces, escapes that need not be and keys that come twice are lost in the parse and show here.
  return isObject(value) && JSON.stringify(value) === text ? value : null;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A top-level field of a line: its bytes `[from, to)`, key and value. */
export type FieldSpan = { readonly name: string; readonly from: number; readonly to: number };

/** Where the fields of a record stand in its compact line. */
export function spansOf(record: JsonObject): FieldSpan[] {
  let from = 1; // past the brace
  return Object.entries(record).map(([name, value]) => {
    const to = from + Buffer.byteLength(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
    const span = { name, from, to };
    from = to + 1; // past the comma
    return span;
  });
}
