import { dirname, resolve } from 'node:path';
import type { Ledger } from '../ledger/ledger.ts';
import type { Disk } from '../publish/disk.ts';
import type { Layout } from '../publish/layout.ts';

/** A data folder and its truth. */
export type Folder = { readonly disk: Disk; readonly layout: Layout; readonly ledger: Ledger };

/**
 * Makes the folders that the service keeps, durably.
 * @throws if one cannot be made, or if staging lies on another filesystem than raw/, where no rename is atomic
 */
export function prepareFolder(disk: Disk, layout: Layout): void {
  const isNew = disk.stat(layout.root) === null;
  for (const folder of layout.folders) disk.makeFolder(folder);
  for (const folder of layout.parents) disk.sync(folder);
  if (isNew) disk.sync(dirname(resolve(layout.root)));
  const device = (path: string) => disk.stat(path)?.device;
  if (device(layout.staging('driver')) !== device(layout.events)) {
    throw new Error(`${layout.staging('driver')} and ${layout.events} must lie on one filesystem`);
  }
}
