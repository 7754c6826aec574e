/** Bytes of a UUID's text. */
export const UUID_BYTES = 36;

const DASH = 0x2d;

/** The four hex digits of every 16-bit number, as the 32 bits that a little-endian write turns into their text. */
const HEX4 = hexTable();

/** Writes the UUID of `words[4 i … 4 i + 3]` at `at`: 36 bytes, lower case. Returns the offset past them. */
export function writeUuid(view: DataView, at: number, words: Uint32Array, i: number): number {
  const b = words[4 * i + 1]!;
  const c = words[4 * i + 2]!;
  writeHex8(view, at, words[4 * i]!);
  view.setUint8(at + 8, DASH);
  view.setInt32(at + 9, HEX4[b >>> 16]!, true);
  view.setUint8(at + 13, DASH);
  view.setInt32(at + 14, HEX4[b & 0xffff]!, true);
  view.setUint8(at + 18, DASH);
  view.setInt32(at + 19, HEX4[c >>> 16]!, true);
  view.setUint8(at + 23, DASH);
  view.setInt32(at + 24, HEX4[c & 0xffff]!, true);
  writeHex8(view, at + 28, words[4 * i + 3]!);
  return at + UUID_BYTES;
}

/** Writes 32 bits as eight hex digits. */
export function writeHex8(view: DataView, at: number, word: number): void {
  view.setInt32(at, HEX4[word >>> 16]!, true);
  view.setInt32(at + 4, HEX4[word & 0xffff]!, true);
}

function hexTable(): Int32Array {
  const digit = (nibble: number) => '0123456789abcdef'.charCodeAt(nibble & 15);
  return Int32Array.from(
    { length: 0x10000 },
    (_, n) => digit(n >> 12) | (digit(n >> 8) << 8) | (digit(n >> 4) << 16) | (digit(n) << 24),
  );
}
