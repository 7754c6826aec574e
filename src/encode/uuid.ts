const HEX = new TextEncoder().encode('0123456789abcdef');
const DASH = 0x2d;

/** Bytes of a UUID's text. */
export const UUID_BYTES = 36;

/** Writes the UUID of `words[4 i … 4 i + 3]` at `at`: 36 bytes, lower case. Returns the offset past them. */
export function writeUuid(bytes: Uint8Array, at: number, words: Uint32Array, i: number): number {
  const b = words[4 * i + 1]!;
  const c = words[4 * i + 2]!;
  writeHex8(bytes, at, words[4 * i]!);
  bytes[at + 8] = DASH;
  writeHex4(bytes, at + 9, b >>> 16);
  bytes[at + 13] = DASH;
  writeHex4(bytes, at + 14, b);
  bytes[at + 18] = DASH;
  writeHex4(bytes, at + 19, c >>> 16);
  bytes[at + 23] = DASH;
  writeHex4(bytes, at + 24, c);
  writeHex8(bytes, at + 28, words[4 * i + 3]!);
  return at + UUID_BYTES;
}

/** Writes 32 bits as eight hex digits. */
export function writeHex8(bytes: Uint8Array, at: number, word: number): void {
  writeHex4(bytes, at, word >>> 16);
  writeHex4(bytes, at + 4, word);
}

/** Writes the low 16 bits as four hex digits. */
function writeHex4(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = HEX[(word >>> 12) & 15]!;
  bytes[at + 1] = HEX[(word >>> 8) & 15]!;
  bytes[at + 2] = HEX[(word >>> 4) & 15]!;
  bytes[at + 3] = HEX[word & 15]!;
}
