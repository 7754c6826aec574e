import type { Folder } from '../engine/folder.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { Disk } from '../publish/disk.ts';
import { Layout } from '../publish/layout.ts';
import type { ProgressPort } from './progress_line.ts';
import type { Writers } from './writers.ts';

/** What verbs that only look work with. */
export type ReadingPorts = {
  readonly disk: Disk;
  readonly writers: Writers;
  readonly progress: ProgressPort;
};

/**
 * Looks into a data folder, which a service may be working on: no lock is taken and nothing is changed.
 * @throws {NoLedger}
 */
export async function reading<T>(
  dataDir: string,
  disk: Disk,
  look: (folder: Folder) => T | Promise<T>,
): Promise<T> {
  const layout = new Layout(dataDir);
  const ledger = new Ledger(layout.ledger, { readOnly: true });
  try {
    return await look({ disk, layout, ledger });
  } finally {
    ledger.close();
  }
}
