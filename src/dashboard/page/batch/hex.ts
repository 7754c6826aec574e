export const ROW_BYTES = 16;

/** Sixteen bytes of a file, or what is left of it. */
export type HexRow = {
  readonly offset: number;
  /** Of each byte, in hex. */
  readonly bytes: readonly string[];
  /** A dot stands for what ASCII cannot show. */
  readonly ascii: string;
};

/** @param from where in the file `bytes` begin */
export function hexRows(bytes: Uint8Array, from: number): HexRow[] {
  const count = Math.ceil(bytes.length / ROW_BYTES);
  return Array.from({ length: count }, (_, i) => {
    const row = [...bytes.subarray(i * ROW_BYTES, (i + 1) * ROW_BYTES)];
    return {
      offset: from + i * ROW_BYTES,
      bytes: row.map((byte) => byte.toString(16).padStart(2, '0')),
      ascii: row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    };
  });
}

/** `00000800`, and longer where the file is. */
export function hexOffset(offset: number): string {
  return offset.toString(16).padStart(8, '0');
}
