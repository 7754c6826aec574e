const FIRST_BYTES = 1 << 16;
const FIRST_LINES = 1 << 8;

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

  /** Makes room for `count` more bytes. `bytes` and `words` may be others afterwards. */
  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.words = new DataView(grown.buffer);
  }

  /** Ends the current line at `length`; its newline must be written. */
  endLine(): void {
    if (this.lineCount === this.ends.length) {
      const grown = new Uint32Array(this.ends.length * 2);
      grown.set(this.ends);
      this.ends = grown;
    }
    this.ends[this.lineCount++] = this.length;
  }

  /** Offset of the first byte of line `i`. */
  startOf(i: number): number {
    return i === 0 ? 0 : this.ends[i - 1]!;
  }

  /** Appends lines `[from, to)` of another buffer. */
  appendLines(other: LineBuffer, from: number, to: number): void {
    const start = other.startOf(from);
    const end = other.startOf(to);
    this.reserve(end - start);
    this.bytes.set(other.bytes.subarray(start, end), this.length);
    for (let i = from; i < to; i++) {
      this.length += other.ends[i]! - other.startOf(i);
      this.endLine();
    }
  }

  /** The bytes written so far, as a view that the next write may change. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
