import type { Logger } from '../log/log.ts';
import { turnsByTime } from '../publish/turns.ts';
import type { Folder } from './folder.ts';

/** Rows that are read at once: a millisecond's work. */
const PAGE_ROWS = 50;

/** What a start has left for later. */
export type LeftForLater = {
  readonly datasetId: number;
  /** The driver batches of rows below this one. */
  readonly before: number;
  /** How many of the newer ones are gone, which nobody has been told of yet. */
  readonly removed: number;
};

/**
 * Looks whether older driver batches are still in the folder, in short turns, and has the ledger say which are gone, with one warning that
 * counts them. One of another size is told of as an error: to stop for it, it is late.
 *
 * @param isOver whether to stop at once; what is left is looked at by the next start
 */
export async function lookThroughOlder(
  { disk, layout, ledger, log }: Folder & { readonly log: Logger },
  { datasetId, before, removed: newer }: LeftForLater,
  isOver: () => boolean,
): Promise<void> {
  const which = { datasetId, generator: 'driver', states: ['published'], limit: PAGE_ROWS } as const;
  const turn = turnsByTime();
  let removed = newer;
  for (let next: number | null = before; next !== null; ) {
    await turn();
    if (isOver()) return;
    const page = ledger.newest({ ...which, before: next });
    const gone: number[] = [];
    for (const { id, batchId, bytes } of page) {
      await turn();
      if (isOver()) return;
      const path = layout.eventLines(batchId);
      const size = disk.stat(path)?.size ?? null;
      if (size === null) gone.push(id);
      else if (size !== bytes) {
        log.error(
          `${path} has ${size} bytes, the ledger says ${bytes}: \`tachograph verify\` tells all such batches`,
        );
      }
    }
    if (gone.length > 0) removed += ledger.markRemoved(gone);
    next = page.length < PAGE_ROWS ? null : page.at(-1)!.id;
  }
  tellRemoved(log, removed);
}

/** Warns of driver batches that somebody has deleted; of none says nothing. */
export function tellRemoved(log: Logger, count: number): void {
  if (count > 0) log.warn(`${count} driver ${count === 1 ? 'batch was' : 'batches were'} deleted by hand`);
}
