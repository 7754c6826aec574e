import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Disk } from './disk.ts';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

/** A part of a file that holds whole lines. */
export type LineRange = { readonly path: string; readonly offset: number; readonly bytes: number };

/**
 * Up to `limit` lines of a range, from the one after the first `skip`, without their newlines; bytes that are not UTF-8
 * come as U+FFFD. Lets other work run between chunks, so that the end of a huge batch delays nobody.
 *
 * @throws the disk's `ENOENT` if the file is gone
 */
export async function readLines(
  disk: Disk,
  range: LineRange,
  skip: number,
  limit: number,
): Promise<string[]> {
  const decoder = new TextDecoder();
  const lines: string[] = [];
  let line = 0;
  let begun: Uint8Array[] = [];
  for (let at = 0; at < range.bytes && lines.length < limit; at += CHUNK_BYTES) {
    const chunk = disk.read(range.path, range.offset + at, Math.min(CHUNK_BYTES, range.bytes - at));
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && lines.length < limit; ) {
      if (line++ >= skip) lines.push(decoder.decode(Buffer.concat([...begun, chunk.subarray(start, end)])));
      begun = [];
      start = end + 1;
      end = chunk.indexOf(NEWLINE, start);
    }
    if (line >= skip) begun.push(chunk.subarray(start));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return lines;
}

/** SHA-256, in hex, of what is there of a range. */
export function sha256Of(disk: Disk, { path, offset, bytes }: LineRange): string {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; at += CHUNK_BYTES) {
    hash.update(disk.read(path, offset + at, Math.min(CHUNK_BYTES, bytes - at)));
  }
  return hash.digest('hex');
}
