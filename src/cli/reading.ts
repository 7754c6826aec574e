import type { Folder } from '../engine/folder.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Layout } from '../publish/layout.ts';
import { LocalDisk } from '../publish/local_disk.ts';

/**
 * Looks into a data folder, which a service may be working on: no lock is taken and nothing is changed.
 * @throws {NoLedger}
 */
export function reading<T>(dataDir: string, look: (folder: Folder) => T): T {
  const layout = new Layout(dataDir);
  const ledger = new Ledger(layout.ledger, { readOnly: true });
  try {
    return look({ disk: new LocalDisk(), layout, ledger });
  } finally {
    ledger.close();
  }
}
