import { basename, dirname, join, relative } from 'node:path';
import { GENERATORS } from '../plan/batch.ts';
import type { Disk } from './disk.ts';
import type { Layout } from './layout.ts';
import { jsonBytes, readJson, replaceFile } from './whole_file.ts';

const COPY_BYTES = 1 << 20;
/** Looked at between two turns of others: a millisecond's work. */
const ITEMS_AT_ONCE = 50;
const BATCH_NAME = /^(\d{8}T\d{6}Z)(\.jsonl?)?$/;

/** Something that was deleted. */
export type CleanedItem = {
  readonly name: string;
  /** Relative to the data folder. */
  readonly path: string;
  readonly type: 'file' | 'directory';
  /** Bytes, and number of files. */
  readonly size: number;
  readonly fileCount: number;
};

export type CleanReport = {
  readonly items: readonly CleanedItem[];
  /** One sentence for each thing that could not be deleted. */
  readonly errors: readonly string[];
};

/** A company batch's lines within `companies.jsonl`. */
export type CompanyLines = {
  readonly row: number;
  readonly offset: number;
  readonly length: number;
};

/** What is at a path, seen as one item; null if there is nothing. */
function itemAt(disk: Disk, layout: Layout, path: string): CleanedItem | null {
  const found = disk.stat(path);
  if (found === null) return null;
  const files = found.isFolder
    ? disk.list(path).map((name) => disk.stat(join(path, name))?.size ?? 0)
    : [found.size];
  return {
    name: basename(path),
    path: relative(layout.root, path),
    type: found.isFolder ? 'directory' : 'file',
    size: files.reduce((sum, size) => sum + size, 0),
    fileCount: files.length,
  };
}

/** What is there of the paths. Lets other work run in between, for there may be very many. */
export async function itemsAt(disk: Disk, layout: Layout, paths: readonly string[]): Promise<CleanedItem[]> {
  const items: CleanedItem[] = [];
  for (const [i, path] of paths.entries()) {
    if (i % ITEMS_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
    const item = itemAt(disk, layout, path);
    if (item !== null) items.push(item);
  }
  return items;
}

/** Deletes what is there of the paths, durably, and goes on past what cannot be deleted. */
export function deleteAll(disk: Disk, layout: Layout, paths: readonly string[]): CleanReport {
  const items: CleanedItem[] = [];
  const errors: string[] = [];
  const attempt = (path: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      errors.push(`${relative(layout.root, path)} could not be deleted: ${(error as Error).message}`);
    }
  };
  for (const path of paths) {
    attempt(path, () => {
      const item = itemAt(disk, layout, path);
      withdraw(disk, layout, path, item !== null);
      if (item !== null) items.push(item);
    });
  }
  // All of them, also where nothing is left to delete: whoever deleted it may have died before it was durable.
  for (const folder of [...batchFolders(layout), layout.raw]) {
    attempt(folder, () => {
      if (disk.stat(folder) !== null) disk.sync(folder);
    });
  }
  return { items, errors };
}

/** Deletes a file or folder. Readers see a batch whole or not at all, so a batch's folder leaves their sight first. */
function withdraw(disk: Disk, layout: Layout, path: string, isThere: boolean): void {
  const isBatch = dirname(path) === layout.events;
  const aside = isBatch ? join(layout.staging('driver'), basename(path)) : path;
  if (isBatch && isThere) {
    disk.remove(aside);
    disk.rename(path, aside);
  }
  disk.remove(aside);
}

/** Ids of the batches that have something in a folder, sorted; what people put beside them is passed over. */
export function batchIdsIn(disk: Disk, folder: string): string[] {
  return disk.list(folder).flatMap((name) => name.match(BATCH_NAME)?.[1] ?? []);
}

/** Every folder in which batches have a file or folder of their own. */
function batchFolders(layout: Layout): string[] {
  return [
    layout.events,
    layout.companyBatches,
    ...GENERATORS.flatMap((generator) => [layout.staging(generator), layout.answerKeysOf(generator)]),
  ];
}

/** Everything that batches have left in a data folder; what people put beside them is not among it. */
export function allBatchPaths(disk: Disk, layout: Layout): string[] {
  const batches = batchFolders(layout).flatMap((folder) =>
    disk
      .list(folder)
      .filter((name) => BATCH_NAME.test(name))
      .map((name) => join(folder, name)),
  );
  return [layout.companies, ...batches];
}

/**
 * Rewrites `companies.jsonl` with nothing but the given batches, in order; readers see the old file or the new one.
 * Does nothing where that is done already: the file is as long as what stays, and what goes is never empty.
 *
 * @returns where each batch begins now, by row
 */
export function keepCompanies(
  disk: Disk,
  layout: Layout,
  kept: readonly CompanyLines[],
): Map<number, number> {
  const offsets = new Map<number, number>();
  let length = 0;
  for (const lines of kept) {
    offsets.set(lines.row, length);
    length += lines.length;
  }
  if (disk.stat(layout.companies)?.size !== length) rewriteCompanies(disk, layout, kept);
  return offsets;
}

function rewriteCompanies(disk: Disk, layout: Layout, kept: readonly CompanyLines[]): void {
  const next = `${layout.companies}.next`;
  const file = disk.create(next);
  try {
    for (const { offset, length } of kept) {
      for (let done = 0; done < length; done += COPY_BYTES) {
        file.write(disk.read(layout.companies, offset + done, Math.min(COPY_BYTES, length - done)));
      }
    }
    file.sync();
  } finally {
    file.close();
  }
  disk.rename(next, layout.companies);
  disk.sync(layout.raw);
}

/** Has a company batch's metadata say where its lines begin now. */
export function moveCompanyMeta(disk: Disk, layout: Layout, batchId: string, fileOffset: number): void {
  const path = layout.companyMeta(batchId);
  const meta = readJson(disk, path) as object | null;
  if (meta !== null) replaceFile(disk, path, jsonBytes({ ...meta, file_offset: fileOffset }));
}
