import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import type { Disk } from '../publish/disk.ts';
import type { Layout } from '../publish/layout.ts';
import { jsonBytes, replaceFile } from '../publish/whole_file.ts';

/** Another process works on the data folder. */
export class FolderInUse extends Error {
  constructor(root: string, holder: string) {
    super(`${root} is in use by ${holder}: stop it, or choose another folder with --data-dir`);
    this.name = 'FolderInUse';
  }
}

/**
 * Keeps other processes off a data folder: an exclusive transaction on a SQLite file, which the OS
 * ends when the process dies, however it dies. `lock.json` beside it says who holds it.
 *
 * @returns what lets go of the folder
 * @throws {FolderInUse}
 */
export function lockFolder(disk: Disk, layout: Layout, nowMs: number): () => void {
  disk.makeFolder(layout.manifests);
  const lock = new Database(layout.lock, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new FolderInUse(layout.root, holderOf(disk, layout));
  }
  const holder = { pid: process.pid, host: hostname(), started: new Date(nowMs).toISOString() };
  replaceFile(disk, layout.lockHolder, jsonBytes(holder));
  return () => {
    disk.remove(layout.lockHolder);
    lock.close();
  };
}

function holderOf(disk: Disk, layout: Layout): string {
  const size = disk.stat(layout.lockHolder)?.size ?? 0;
  const text = new TextDecoder().decode(size === 0 ? undefined : disk.read(layout.lockHolder, 0, size));
  try {
    const { pid, host, started } = JSON.parse(text);
    return `process ${pid} on ${host} since ${started}`;
  } catch {
    return 'another process';
  }
}
