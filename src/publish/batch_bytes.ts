import type { LineRange } from './batch_lines.ts';
import type { Disk } from './disk.ts';
import { ForeignBytes } from './publisher.ts';

/**
 * `length` bytes of a range, from its byte `from` on (0: its first).
 * @throws the disk's `ENOENT` if the file is gone, {@link ForeignBytes} if it ends sooner than the range
 */
export function readBytes(disk: Disk, range: LineRange, from: number, length: number): Uint8Array {
  const bytes = disk.read(range.path, range.offset + from, length);
  if (bytes.length === length) return bytes;
  const end = range.offset + range.bytes;
  throw new ForeignBytes(range.path, `ends before byte ${end}, where the ledger says that a batch ends`);
}
