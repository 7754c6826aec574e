/** A line as its surface is seen: no value is understood, none is held against another one. */
export type SurfaceLine = {
  /** 0-based in its batch. */
  readonly line: number;
  /** How many lines its batch has. */
  readonly lineCount: number;
  readonly byteLength: number;
  /** The line with every value blanked: keys in their order, punctuation and spaces, as they are written. */
  readonly frame: string;
  /** What is written for each value by its innermost key, strings without their quotes. */
  readonly texts: ReadonlyMap<string, string>;
};

/** A string and the colon that makes it a key; a bare word or number; anything else, a character at a time. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|([^\s"{}[\],:]+)|./gs;

/** Reads line `line` of `lineCount`; `text` is without its newline. Any text is a line. */
export function readLine(text: string, line: number, lineCount: number): SurfaceLine {
  const texts = new Map<string, string>();
  let frame = '';
  let key = '';
  for (const [token, string, colon, bare] of text.matchAll(TOKEN)) {
    if (string !== undefined && colon !== undefined) {
      key = string.slice(1, -1);
      frame += token;
    } else if (string !== undefined) {
      texts.set(key, string.slice(1, -1));
      frame += '"';
    } else if (bare !== undefined) {
      texts.set(key, bare);
      frame += '0';
    } else {
      frame += token;
    }
  }
  return { line, lineCount, byteLength: Buffer.byteLength(text), frame, texts };
}
