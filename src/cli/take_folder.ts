import { type Clock, nowMsOf } from '../engine/clock.ts';
import { prepareFolder } from '../engine/folder.ts';
import { FolderInUse, lockFolder } from '../ledger/lock.ts';
import type { Disk } from '../publish/disk.ts';
import type { Layout } from '../publish/layout.ts';

/**
 * Makes the data folder ready and keeps other processes off it. Returns what lets go of it.
 * @throws {FolderInUse}, or an error that says why nothing can be written there
 */
export function takeFolder({ disk, clock }: { disk: Disk; clock: Clock }, layout: Layout): () => void {
  try {
    prepareFolder(disk, layout);
    return lockFolder(disk, layout, nowMsOf(clock));
  } catch (error) {
    if (error instanceof FolderInUse) throw error;
    throw new Error(obstacleOf(error as NodeJS.ErrnoException, layout), { cause: error });
  }
}

function obstacleOf({ code, message }: NodeJS.ErrnoException, { root }: Layout): string {
  // The lock is the first that needs SQLite. Containers mount a /tmp where nothing may run, if they are not told otherwise.
  if (code === 'ERR_DLOPEN_FAILED')
    return `cannot load SQLite's addon: ${message}; the binary unpacks it to /tmp, where programs must be allowed to run (Docker: --tmpfs /tmp:exec), or to the folder that BUN_TMPDIR names`;
  return `cannot write to the data folder ${root}: ${message}; choose another with --data-dir`;
}
