import type { Stream } from '../random/stream.ts';

/** Draws a version 4 UUID (RFC 9562 §5.4) as four big-endian words into `words[4 i … 4 i + 3]`. */
export function drawUuid(stream: Stream, words: Uint32Array, i: number): void {
  words[4 * i] = stream.u32();
  words[4 * i + 1] = (stream.u32() & 0xffff0fff) | 0x4000;
  words[4 * i + 2] = (stream.u32() & 0x3fffffff) | 0x80000000;
  words[4 * i + 3] = stream.u32();
}

/** The UUID of `words[4 i … 4 i + 3]` as 36 characters of lower-case text. */
export function uuidText(words: Uint32Array, i: number): string {
  const hex = (k: number) => words[4 * i + k]!.toString(16).padStart(8, '0');
  const [b, c] = [hex(1), hex(2)];
  return `${hex(0)}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${hex(3)}`;
}
