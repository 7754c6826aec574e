import {
  closeSync,
  fdatasync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import type { Disk, DiskEntry, DiskSpace, DiskWriter } from './disk.ts';

/** The disk of this machine. */
export class LocalDisk implements Disk {
  makeFolder(path: string): void {
    mkdirSync(path, { recursive: true });
  }

  list(path: string): string[] {
    try {
      return readdirSync(path).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  stat(path: string): DiskEntry | null {
    try {
      const found = statSync(path);
      return { isFolder: found.isDirectory(), size: found.size, device: Number(found.dev) };
    } catch (error) {
      // Below a file there is nothing either.
      if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
      throw error;
    }
  }

  space(path: string): DiskSpace | null {
    try {
      const { bsize, bavail, blocks } = statfsSync(path);
      return { free: bavail * bsize, total: blocks * bsize };
    } catch {
      return null;
    }
  }

  read(path: string, from: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    const file = openSync(path, 'r');
    try {
      let filled = 0;
      while (filled < length) {
        const count = readSync(file, bytes, filled, length - filled, from + filled);
        if (count === 0) break;
        filled += count;
      }
      return bytes.subarray(0, filled);
    } finally {
      closeSync(file);
    }
  }

  create(path: string): DiskWriter {
    return new LocalWriter(path, 'w');
  }

  append(path: string): DiskWriter {
    return new LocalWriter(path, 'a');
  }

  touch(path: string, atMs: number): void {
    utimesSync(path, atMs / 1000, atMs / 1000);
  }

  rename(from: string, to: string): void {
    renameSync(from, to);
  }

  sync(path: string): void {
    const file = openSync(path, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }

  remove(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }
}

/** So much is written before the disk is set to work on it, or this share of the file, so that few such works wait in line. */
const AHEAD_BYTES = 32 * 1024 * 1024;
const AHEAD_SHARE = 1 / 8;

class LocalWriter implements DiskWriter {
  readonly #path: string;
  readonly #file: number;
  #written = 0;
  #ahead = 0;

  constructor(path: string, flags: 'w' | 'a') {
    this.#path = path;
    this.#file = openSync(path, flags);
  }

  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#written += bytes.length;
    if (this.#written - this.#ahead < Math.max(AHEAD_BYTES, this.#written * AHEAD_SHARE)) return;
    this.#ahead = this.#written;
    syncAhead(this.#path);
  }

  sync(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/**
 * Has the disk begin, on another thread, with what was written to a file, so that the sync at the end has little left to wait
 * for. It promises nothing and tells no errors: it opens the file for itself, because the disk tells an error once to each
 * opener, and so the writer's own sync is still told.
 */
function syncAhead(path: string): void {
  try {
    const file = openSync(path, 'r');
    fdatasync(file, () => closeSync(file));
  } catch {
    // No file descriptor is left, or the file was deleted; the writer goes on without.
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
