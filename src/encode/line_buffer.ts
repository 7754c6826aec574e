const FIRST_BYTES = 1 << 16;
const FIRST_LINES = 1 << 8;
const NEWLINE = 0x0a;

const encoder = new TextEncoder();

/**
 * Lines of bytes, one after the other in a buffer that grows and is used again. The writer reserves room,
 * fills `bytes` from `length`, moves `length` and ends the line.
 */
export class LineBuffer {
  bytes = new Uint8Array(FIRST_BYTES);
  /** The same memory as `bytes`, to write several bytes at once. */
  words = new DataView(this.bytes.buffer);
  /** Bytes written so far. */
  length = 0;
  /** `ends[i]` is the offset just past line i, its newline included. */
  ends: Uint32Array = new Uint32Array(FIRST_LINES);
  lineCount = 0;

  /** Forgets the lines and keeps the memory. */
  clear(): void {
    this.length = 0;
    this.lineCount = 0;
  }

  /** Makes room for more bytes, and for the ends of so many lines. `bytes`, `words` and `ends` may be others afterwards. */
  reserve(bytes: number, lines = 1): void {
    if (this.length + bytes > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + bytes));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
      this.words = new DataView(grown.buffer);
    }
    if (this.lineCount + lines > this.ends.length) {
      const grown = new Uint32Array(Math.max(this.ends.length * 2, this.lineCount + lines));
      grown.set(this.ends.subarray(0, this.lineCount));
      this.ends = grown;
    }
  }

  /** Ends the current line at `length`; its newline must be written. */
  endLine(): void {
    this.ends[this.lineCount++] = this.length;
  }

  /** Appends a line that has no newline yet. */
  append(content: Uint8Array): void {
    this.reserve(content.length + 1);
    this.bytes.set(content, this.length);
    this.length += content.length;
    this.bytes[this.length++] = NEWLINE;
    this.endLine();
  }

  /** Appends a line of text. */
  appendText(text: string): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    this.reserve(3 * text.length + 1);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
    this.bytes[this.length++] = NEWLINE;
    this.endLine();
  }

  /** Offset of the first byte of line `i`. */
  startOf(i: number): number {
    return i === 0 ? 0 : this.ends[i - 1]!;
  }

  /** Line `i` without its newline, as a view that the next write may change. */
  contentOf(i: number): Uint8Array {
    return this.bytes.subarray(this.startOf(i), this.ends[i]! - 1);
  }

  /** The bytes written so far, as a view that the next write may change. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
