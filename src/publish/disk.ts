/** What a reader would be told of a file or folder. */
export type DiskEntry = {
  readonly isFolder: boolean;
  /** Bytes; of a file. */
  readonly size: number;
  /** The filesystem it lies on. */
  readonly device: number;
};

/** How much room there is, in bytes. */
export type DiskSpace = { readonly free: number; readonly total: number };

/** A file that is open for writing. */
export interface DiskWriter {
  write(bytes: Uint8Array): void;
  /** Returns once what was written is durable. */
  sync(): void;
  close(): void;
}

/**
 * The one door to the data folder. Paths are whole paths; a path that is not there throws `ENOENT` unless it is
 * said otherwise, and every error carries Node's `code`. All calls block: what happens at a boundary is short,
 * and the long writes run in the press's worker.
 */
export interface Disk {
  /** Makes a folder and those above it; fine if it is there. */
  makeFolder(path: string): void;
  /** Names in a folder, sorted; none if it is not there. */
  list(path: string): string[];
  /** Null if nothing is there. */
  stat(path: string): DiskEntry | null;
  /** Room on the filesystem that a folder lies on, for a user without privileges; null where nobody can tell. */
  space(path: string): DiskSpace | null;
  /** Bytes `[from, from + length)` of a file; fewer where it ends sooner. */
  read(path: string, from: number, length: number): Uint8Array;
  /** Opens a new file, in the place of an older one. */
  create(path: string): DiskWriter;
  /** Opens a file to write at its end; makes it if it is not there. */
  append(path: string): DiskWriter;
  /** Sets a file's or folder's times, in epoch ms. */
  touch(path: string, atMs: number): void;
  /** Moves a file, over an older one, or a folder to where there is none; atomic. */
  rename(from: string, to: string): void;
  /** Returns once a file's bytes, or the names in a folder, are durable. */
  sync(path: string): void;
  /** Deletes a file, or a folder with all in it; fine if it is not there. */
  remove(path: string): void;
}
