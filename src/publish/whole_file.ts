import { dirname } from 'node:path';
import type { Disk } from './disk.ts';

/** Writes a file and returns once its bytes are durable (its name is when the folder is synced). */
export function writeFile(disk: Disk, path: string, bytes: Uint8Array): void {
  const file = disk.create(path);
  try {
    file.write(bytes);
    file.sync();
  } finally {
    file.close();
  }
}

/** Replaces a file so that a reader sees the old bytes or the new ones, never a mixture, even after a crash. */
export function replaceFile(disk: Disk, path: string, bytes: Uint8Array): void {
  replaceFiles(disk, dirname(path), [{ path, bytes }]);
}

/** The same for files of one folder. */
export function replaceFiles(
  disk: Disk,
  folder: string,
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): void {
  for (const { path, bytes } of files) writeFile(disk, `${path}.next`, bytes);
  for (const { path } of files) disk.rename(`${path}.next`, path);
  disk.sync(folder);
}

/** JSON as people like to read it, as bytes. */
export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** A file's JSON; null if there is no such file. */
export function readJson(disk: Disk, path: string): unknown {
  const size = disk.stat(path)?.size;
  return size === undefined ? null : JSON.parse(new TextDecoder().decode(disk.read(path, 0, size)));
}
