/** The lines of a batch, as bytes. */
export class BatchLines {
  /** Without their newlines; views of the batch. */
  readonly lines: readonly Buffer[];
  /** Offset of each line's first byte in the batch. */
  readonly offsets: readonly number[];

  /** @throws if the last line has no newline */
  constructor(batch: Uint8Array) {
    const bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength);
    const lines: Buffer[] = [];
    const offsets: number[] = [];
    let start = 0;
    while (start < bytes.length) {
      const end = bytes.indexOf(0x0a, start);
      if (end < 0) throw new Error(`the line at byte ${start} has no newline`);
      lines.push(bytes.subarray(start, end));
      offsets.push(start);
      start = end + 1;
    }
    this.lines = lines;
    this.offsets = offsets;
  }

  get count(): number {
    return this.lines.length;
  }
}

/** A line as a string of its bytes: equal for equal bytes, and for no others. */
export function identityOf(line: Buffer): string {
  return line.toString('latin1');
}
