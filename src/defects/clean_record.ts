import type { JsonRecord } from './record.ts';

const QUOTE = '"';
const BACKSLASH = '\\';

/** Where a field stands in a line: its key from its first quote, and its value. */
export type FieldSpan = { readonly key: number; readonly value: number; readonly end: number };

/**
 * The record on a clean line. Most defects need one of its fields, so nothing but that is parsed.
 */
export class CleanRecord {
  /** The line without its newline: compact JSON in which no key occurs twice, at whatever depth. */
  readonly text: string;
  #whole: JsonRecord | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get whole(): JsonRecord {
    this.#whole ??= JSON.parse(this.text) as JsonRecord;
    return this.#whole;
  }

  /** What stands at a JSON Pointer that the record has. */
  valueAt(path: string): unknown {
    const { value, end } = this.spanOf(path);
    const text = this.text.slice(value, end);
    const isPlain = text.startsWith(QUOTE) && !text.includes(BACKSLASH);
    return isPlain ? text.slice(1, -1) : JSON.parse(text);
  }

  /** Where the field at such a pointer stands. */
  spanOf(path: string): FieldSpan {
    // Within a string a quote has a backslash before it, and a string that is no key has no colon behind it.
    const name = `"${path.slice(path.lastIndexOf('/') + 1)}":`;
    const key = this.text.indexOf(name);
    const value = key + name.length;
    return { key, value, end: this.#endOf(value) };
  }

  #endOf(value: number): number {
    const { text } = this;
    if (text[value] === '{') return text.indexOf('}', value) + 1;
    let end = value;
    if (text[value] === QUOTE) {
      do end = text.indexOf(QUOTE, end + 1);
      while (isEscaped(text, end));
      return end + 1;
    }
    while (text[end] !== ',' && text[end] !== '}') end += 1;
    return end;
  }
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text[from - 1] === BACKSLASH) from -= 1;
  return (at - from) % 2 === 1;
}
