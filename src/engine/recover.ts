import type { Settings } from '../config/settings.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { type BatchPlan, GENERATORS } from '../plan/batch.ts';
import { allBatchPaths, deleteAll } from '../publish/clean.ts';
import { Publisher } from '../publish/publisher.ts';
import { kept, lifecycleChanged } from './announcements.ts';
import { cleanFolder } from './clean_folder.ts';
import type { Folder } from './folder.ts';
import { type Pending, pendingOf } from './pending.ts';

/** Finishes a clean that was cut. */
export function finishClean(folder: Folder, nowMs: number): void {
  const cut = folder.ledger.unfinishedClean();
  const dataset = folder.ledger.openDataset();
  if (cut === null || dataset === null) return;
  cleanFolder(folder, dataset.id, cut.mode, kept(lifecycleChanged('clean', 'paused', nowMs)));
}

/** What somebody has deleted since it was published. */
export type Removed = { readonly driverBatches: number; readonly companies: boolean };

/** Has the ledger say which published batches are gone from the folder; where all are, it closes the dataset. */
export function findRemoved({ disk, layout, ledger }: Folder, nowMs: number): Removed {
  const dataset = ledger.openDataset();
  const published = dataset === null ? [] : ledger.published(dataset.id);
  const present = new Set(disk.list(layout.events));
  const hasCompanies = disk.stat(layout.companies) !== null;
  const removed = published.filter(({ generator, batchId }) =>
    generator === 'driver' ? !present.has(batchId) : !hasCompanies,
  );
  ledger.markRemoved(removed.map(({ id }) => id));
  if (dataset !== null && published.length > 0 && removed.length === published.length) {
    deleteAll(disk, layout, allBatchPaths(disk, layout));
    ledger.endDataset(dataset.id, nowMs);
  }
  return {
    driverBatches: removed.filter(({ generator }) => generator === 'driver').length,
    companies: removed.some(({ generator }) => generator === 'company'),
  };
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
