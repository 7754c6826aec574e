import type { LineBuffer } from './line_buffer.ts';

/** A stripe's clean lines, any of which can be written at any time: nobody has to keep them all. */
export interface LineSource {
  readonly lineCount: number;
  /** Appends lines `[from, to)`. */
  writeLines(lines: LineBuffer, from: number, to: number): void;
}
