import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE = '6m';

/** The folder of a small filesystem of its own, or null where this user may not mount one: it takes root, which CI is. */
export function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]);
  if (mounted.status === 0) return folder;
  rmSync(folder, { recursive: true });
  return null;
}

export function unmountSmallDisk(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
}

/** Writes a file until nothing more fits on its disk. */
export function fill(path: string): void {
  const file = openSync(path, 'w');
  const block = new Uint8Array(64 * 1024);
  try {
    for (let size = block.length; size >= 1; ) {
      try {
        writeSync(file, block, 0, size);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}
