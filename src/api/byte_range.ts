/** Bytes `[from, to)`. */
export type ByteRange = { readonly from: number; readonly to: number };

/**
 * The one range that a `Range` header asks for (RFC 9110, 14.1.2), within a representation of `size` bytes; null where all of it
 * is to be sent: no header, one that is malformed, or several ranges, which a server may answer so.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | null | 'unsatisfiable' {
  const [, first, last] = header?.match(/^bytes=(\d*)-(\d*)$/i) ?? [];
  if (first === undefined || last === undefined || first + last === '') return null;
  if (first === '') {
    if (Number(last) === 0) return 'unsatisfiable';
    // The last bytes of nothing are nothing, which no Content-Range can say.
    return size === 0 ? null : { from: Math.max(0, size - Number(last)), to: size };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return null;
  if (from >= size) return 'unsatisfiable';
  return { from, to: last === '' ? size : Math.min(Number(last) + 1, size) };
}
