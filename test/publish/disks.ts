import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disk } from '../../src/publish/disk.ts';
import { LocalDisk } from '../../src/publish/local_disk.ts';
import { MemoryDisk } from '../fakes/memory_disk.ts';

/** A disk, and a folder on it in which a test may do what it likes. */
export type Ground = {
  readonly disk: Disk;
  readonly root: string;
  /** Modification time in epoch ms. */
  modifiedMs(path: string): number;
  clear(): void;
};

/** Every disk there is, by name: what holds of one holds of all. */
export const DISKS: Readonly<Record<string, () => Ground>> = {
  LocalDisk: () => {
    const root = mkdtempSync(join(tmpdir(), 'tachograph-disk-'));
    return {
      disk: new LocalDisk(),
      root,
      modifiedMs: (path) => statSync(path).mtimeMs,
      clear: () => rmSync(root, { recursive: true, force: true }),
    };
  },
  MemoryDisk: () => {
    const disk = new MemoryDisk();
    disk.makeFolder('/ground');
    return { disk, root: '/ground', modifiedMs: (path) => disk.modifiedMs(path), clear: () => {} };
  },
};
