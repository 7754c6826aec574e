import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const MIB = 1024 ** 2;

/**
 * Bytes/s at which `dd` writes `bytes` (rounded up to whole MiB) of zeros to a new file in `folder`, its fsync included; by dd's own clock,
 * so without the start of its process. The disk's speed changes by the minute: call it in turn with what is compared, and take the
 * best of both. The file is gone afterwards.
 * @throws Error without a `dd` that knows `conv=fsync`, or when the disk is full.
 */
export async function ddRate(folder: string, bytes: number): Promise<number> {
  const path = join(folder, 'dd.bin');
  const count = Math.ceil(bytes / MIB);
  try {
    const { stderr } = await promisify(execFile)(
      'dd',
      ['if=/dev/zero', `of=${path}`, 'bs=1048576', `count=${count}`, 'conv=fsync'],
      { env: { ...process.env, LC_ALL: 'C' } },
    );
    // GNU "copied, 0.12 s", BusyBox "copied, 0.12 seconds", BSD "transferred in 0.12 secs".
    const seconds = Number(stderr.match(/([\d.e+-]+) s(?:ec|,|$)/m)?.[1]);
    if (!(seconds > 0)) throw new Error(`dd did not say how long it took: ${stderr.trim()}`);
    return (count * MIB) / seconds;
  } finally {
    rmSync(path, { force: true });
  }
}
