import type { Settings } from '../config/settings.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { type BatchPlan, GENERATORS } from '../plan/batch.ts';
import { allBatchPaths, batchIdsIn, deleteAll } from '../publish/clean.ts';
import type { Layout } from '../publish/layout.ts';
import { ForeignBytes, Publisher } from '../publish/publisher.ts';
import { kept, lifecycleChanged } from './announcements.ts';
import { cleanFolder } from './clean_folder.ts';
import { CleanUnfinished } from './control.ts';
import type { Folder } from './folder.ts';
import { type Pending, pendingOf } from './pending.ts';

/**
 * Finishes a clean that was cut.
 * @throws {CleanUnfinished}
 */
export function finishClean(folder: Folder, nowMs: number): void {
  const cut = folder.ledger.unfinishedClean();
  const dataset = folder.ledger.openDataset();
  if (cut === null || dataset === null) return;
  const fact = kept(lifecycleChanged('clean', 'paused', nowMs));
  const { report } = cleanFolder(folder, dataset.id, cut.mode, fact);
  if (report.errors.length > 0) throw new CleanUnfinished(report.errors);
}

/** What somebody has deleted since it was published. */
export type Removed = { readonly driverBatches: number; readonly companies: boolean };

/**
 * Has the ledger say which published batches are gone from the folder; where all are, it closes the dataset.
 * @throws {ForeignBytes} if one is there with another size: what a person changed is not ours to mend
 */
export function findRemoved(folder: Folder, nowMs: number): Removed {
  const { disk, layout, ledger } = folder;
  const dataset = ledger.openDataset();
  const published = dataset === null ? [] : ledger.published(dataset.id);
  const companiesSize = disk.stat(layout.companies)?.size ?? null;
  const sizeOf = (batch: BatchRow) =>
    batch.generator === 'driver'
      ? (disk.stat(layout.eventLines(batch.batchId))?.size ?? null)
      : companiesSize;
  const removed = published.filter((batch) => sizeOf(batch) === null);
  for (const batch of published) refuseOtherSize(layout, batch, sizeOf(batch));
  ledger.markRemoved(removed.map(({ id }) => id));
  const isEmpty = companiesSize === null && batchIdsIn(disk, layout.events).length === 0;
  if (dataset !== null && published.length > 0 && isEmpty) {
    deleteAll(disk, layout, allBatchPaths(disk, layout));
    ledger.endDataset(dataset.id, nowMs);
  }
  return {
    driverBatches: removed.filter(({ generator }) => generator === 'driver').length,
    companies: removed.some(({ generator }) => generator === 'company'),
  };
}

function refuseOtherSize(layout: Layout, batch: BatchRow, size: number | null): void {
  const { path, offset, bytes } = layout.linesOf(batch);
  const isShort = batch.generator === 'company' && size !== null && size < offset + bytes;
  const isOther = batch.generator === 'driver' && size !== null && size !== bytes;
  if (isShort || isOther) {
    throw new ForeignBytes(path, `has ${size} bytes, the ledger says ${offset + bytes}`);
  }
}

/**
 * The batches that an earlier process planned and did not publish, still to be made. Under another config than theirs
 * they are dropped, unless a part of them stands in `companies.jsonl`: then they are made again as their run would have,
 * so that the rest can be written. Whatever stands in staging goes.
 */
export function recoverPlans(folder: Folder, datasetId: number, configHash: string): Pending[] {
  const { disk, layout, ledger } = folder;
  const recovered: Pending[] = [];
  for (const row of ledger.planned()) {
    const settings = JSON.parse(row.config) as Settings;
    const pending = pendingOf({
      plan: planOf(row),
      cause: row.cause,
      settings,
      row: row.id,
      recovered: true,
    });
    const isOurs = row.datasetId === datasetId;
    if (!isOurs) ledger.dropPlans([row.id]);
    else if (isBegun(folder, row)) recovered.push({ ...pending, attempted: true });
    else if (row.configHash === configHash) recovered.push(pending);
    else ledger.dropPlans([row.id]);
  }
  for (const generator of GENERATORS) {
    for (const name of disk.list(layout.staging(generator))) disk.remove(layout.stagedBatch(generator, name));
  }
  return recovered;
}

function planOf({
  generator,
  number,
  mode,
  intervalStart,
  intervalEnd,
  seed,
  poolFrom,
  poolTo,
}: BatchRow): BatchPlan {
  return {
    generator,
    number,
    mode,
    interval: { startMs: intervalStart, endMs: intervalEnd },
    seed,
    poolFrom,
    poolTo,
  };
}

/** Whether lines of a planned company batch may stand in `companies.jsonl`: the process died while it appended. */
function isBegun({ disk, layout, ledger }: Folder, { generator, datasetId }: BatchRow): boolean {
  return generator === 'company' && new Publisher(disk, layout).hasBegun(ledger.companyBytes(datasetId));
}
