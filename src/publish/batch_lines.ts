import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Disk } from './disk.ts';
import { nextTurn } from './turns.ts';

const CHUNK_BYTES = 1 << 18;
const NEWLINE = 0x0a;

/** A part of a file that holds whole lines. */
export type LineRange = { readonly path: string; readonly offset: number; readonly bytes: number };

/**
 * Hands over the lines of a range one after the other, without their newlines, until `take` returns false. Lets other
 * work run between chunks, so that a huge batch delays nobody.
 *
 * @param take a view that is overwritten once it returns
 * @throws the disk's `ENOENT` if the file is gone
 */
export async function forEachLine(
  disk: Disk,
  range: LineRange,
  take: (line: Uint8Array) => boolean,
): Promise<void> {
  let begun: Uint8Array[] = [];
  for (let at = 0; at < range.bytes; at += CHUNK_BYTES) {
    await nextTurn();
    const chunk = disk.read(range.path, range.offset + at, Math.min(CHUNK_BYTES, range.bytes - at));
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      if (!take(begun.length === 0 ? rest : Buffer.concat([...begun, rest]))) return;
      begun = [];
      start = end + 1;
    }
    // A view would keep the whole chunk.
    begun.push(chunk.slice(start));
  }
}

/**
 * Up to `limit` lines of a range, from the one after the first `skip`; bytes that are not UTF-8 come as U+FFFD.
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
  if (limit === 0) return lines;
  let seen = 0;
  await forEachLine(disk, range, (line) => {
    if (seen++ >= skip) lines.push(decoder.decode(line));
    return lines.length < limit;
  });
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
