import { Buffer } from 'node:buffer';
import type { Settings } from '../config/settings.ts';
import { Pool } from '../fleet/pool.ts';
import type { BatchRow } from '../ledger/rows.ts';
import { GENERATORS, type Generator } from '../plan/batch.ts';
import { pressBatch } from '../press/press.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import type { LineRange } from '../publish/batch_lines.ts';
import { allBatchPaths, batchIdsIn, deleteAll } from '../publish/clean.ts';
import type { Disk } from '../publish/disk.ts';
import type { Layout } from '../publish/layout.ts';
import { ForeignBytes } from '../publish/publisher.ts';
import { cleaned, kept } from './announcements.ts';
import { cleanFolder } from './clean_folder.ts';
import { CleanUnfinished } from './control.ts';
import { planOf } from './derivation.ts';
import type { Folder } from './folder.ts';
import { type Pending, pendingOf } from './pending.ts';
import { refuseOtherBytes } from './refuse_other_bytes.ts';
import { unknownBatches } from './unknown_batches.ts';

/** How much a start reads again: some tens of milliseconds' worth. */
const HASHED_BYTES = 32 * 1024 * 1024;
const HASHED_BATCHES = 1000;

/**
 * Finishes a clean that was cut.
 * @throws {CleanUnfinished}
 */
export function finishClean(folder: Folder, nowMs: number): void {
  const cut = folder.ledger.unfinishedClean();
  const dataset = folder.ledger.openDataset();
  if (cut === null || dataset === null) return;
  const fact = kept(cleaned(cut.mode, nowMs));
  const { report } = cleanFolder(folder, dataset.id, cut.mode, fact);
  if (report.errors.length > 0) throw new CleanUnfinished(report.errors);
}

/** What somebody has deleted since it was published. */
export type Removed = {
  /** Of the newest so many that a start looks at. */
  readonly driverBatches: number;
  readonly companies: boolean;
  /** Where the older driver batches are, which are still to be looked at; null if there are none. */
  readonly older: { readonly datasetId: number; readonly before: number } | null;
};

/**
 * Has the ledger say which published batches are gone from the folder; where all are, it closes the dataset. Of very many it looks
 * at the newest.
 *
 * @param bound how many driver batches it looks at
 * @throws {ForeignBytes} if one is there with another size, or one of the newest with other bytes: what a person changed is
 *   not ours to mend
 */
export function findRemoved(folder: Folder, nowMs: number, bound: number): Removed {
  const { disk, layout, ledger } = folder;
  const companies = disk.stat(layout.companies);
  if (companies?.isFolder) throw new ForeignBytes(layout.companies, 'is a folder');
  const dataset = ledger.openDataset();
  if (dataset === null) return { driverBatches: 0, companies: false, older: null };
  // Emptied is as good as deleted.
  const companiesSize = companies?.size || null;
  const newest = (generator: Generator, limit: number) =>
    ledger.newest({ datasetId: dataset.id, generator, states: ['published'], limit });
  const drivers = newest('driver', bound + 1).map((batch) => {
    const size = disk.stat(layout.eventLines(batch.batchId))?.size ?? null;
    return { batch, size };
  });
  const hasOlder = drivers.length > bound;
  // As long as it should be for the last batch, it is so for all.
  const companyBatches = newest('company', HASHED_BATCHES);
  if (companyBatches[0] !== undefined) refuseOtherSize(layout, companyBatches[0], companiesSize);
  for (const { batch, size } of drivers) refuseOtherSize(layout, batch, size);
  const present = drivers.filter(({ size }) => size !== null).map(({ batch }) => batch);
  readNewestAgain(folder, [...(companiesSize === null ? [] : companyBatches), ...present]);

  const removed = drivers.filter(({ size }) => size === null).map(({ batch }) => batch.id);
  const areRetired = companiesSize === null && companyBatches.length > 0;
  const isEmpty =
    companiesSize === null && present.length === 0 && batchIdsIn(disk, layout.events).length === 0;
  const isOver = drivers.length + companyBatches.length > 0 && isEmpty;
  if (isOver) deleteAll(disk, layout, allBatchPaths(disk, layout));
  // Once nothing is `published` any more, no later start would see that the dataset is over: both at once.
  ledger.atomically(() => {
    if (areRetired) ledger.retireCompanies(dataset.id);
    ledger.markRemoved(removed, isOver ? { dataset: dataset.id, endedAt: nowMs } : null);
  });
  const older = hasOlder && !isOver ? { datasetId: dataset.id, before: drivers.at(-1)!.batch.id } : null;
  return { driverBatches: removed.length, companies: areRetired, older };
}

function refuseOtherSize(layout: Layout, batch: BatchRow, size: number | null): void {
  const { path, offset, bytes } = layout.linesOf(batch);
  const isShort = batch.generator === 'company' && size !== null && size < offset + bytes;
  const isOther = batch.generator === 'driver' && size !== null && size !== bytes;
  if (isShort || isOther) {
    throw new ForeignBytes(path, `has ${size} bytes, the ledger says ${offset + bytes}`);
  }
}

/** The newest batches are read again, up to so much; `verify` reads all. */
function readNewestAgain(folder: Folder, published: readonly BatchRow[]): void {
  let bytesLeft = HASHED_BYTES;
  const newestFirst = published.toSorted((a, b) => b.intervalEnd - a.intervalEnd);
  for (const batch of newestFirst.slice(0, HASHED_BATCHES)) {
    bytesLeft -= batch.bytes!;
    if (bytesLeft < 0) return;
    refuseOtherBytes(folder, batch);
  }
}

/**
 * The batches that an earlier process planned and did not publish, still to be made. Under another config, or version of
 * the bytes, than theirs they are dropped, unless a part of them stands in `companies.jsonl`: then they are made again as
 * their run would have, so that the rest can be written. Whatever stands in staging goes, and so do answer keys of batches
 * that nobody has seen.
 *
 * @param options `backfilled` where a backfill planned them and goes on; `nowMs`, and of how many batches the keys are listed
 * @throws {ForeignBytes} if `companies.jsonl` goes on with anything else than the lines of planned batches
 */
export function recoverPlans(
  folder: Folder,
  datasetId: number,
  configHash: string,
  {
    backfilled,
    nowMs,
    bound,
  }: { readonly backfilled: boolean; readonly nowMs: number; readonly bound: number },
): Pending[] {
  const { disk, layout, ledger } = folder;
  // Asked first: plans that are dropped tell of keys as well.
  const unseenKeys = GENERATORS.flatMap((generator) => {
    const pathOf = (batchId: string) => layout.answerKey(generator, batchId);
    const place = { generator, folder: layout.answerKeysOf(generator), pathOf };
    return unknownBatches(folder, datasetId, place, nowMs, bound).map(pathOf);
  });
  const recovered: Pending[] = [];
  let hasTail = companiesTail(folder, datasetId).bytes > 0;
  for (const row of ledger.planned()) {
    const settings = JSON.parse(row.config) as Settings;
    const pending = pendingOf({
      plan: planOf(row),
      cause: row.cause,
      settings,
      row: row.id,
      recovered: true,
      backfilled,
    });
    const isOurs = row.datasetId === datasetId;
    const isSame = row.configHash === configHash && row.generatorVersion === GENERATOR_VERSION;
    if (isOurs && row.generator === 'company' && hasTail) {
      recovered.push({ ...pending, attempted: true });
      hasTail = false;
    } else if (isOurs && isSame) recovered.push(pending);
    else ledger.dropPlans([row.id]);
  }
  if (!isTailPlanned(folder, datasetId)) {
    const tail = companiesTail(folder, datasetId);
    const end = tail.offset + tail.bytes;
    throw new ForeignBytes(
      tail.path,
      `has ${end} bytes, of which Tachograph did not write those after ${tail.offset}`,
    );
  }
  for (const generator of GENERATORS) {
    for (const name of disk.list(layout.staging(generator))) disk.remove(layout.stagedBatch(generator, name));
  }
  for (const path of unseenKeys) disk.remove(path);
  return recovered;
}

/** What stands in `companies.jsonl` behind the published batches: an append was cut, or somebody else has written. */
function companiesTail({ disk, layout, ledger }: Folder, datasetId: number): LineRange {
  // In this order: whoever verifies while a service publishes must not take the newest batch for a stranger's.
  const size = disk.stat(layout.companies)?.size ?? 0;
  const offset = ledger.companyBytes(datasetId);
  return { path: layout.companies, offset, bytes: Math.max(0, size - offset) };
}

/** Whether what stands in `companies.jsonl` behind the published batches is nothing, or the lines of planned ones, the last cut. */
export function isTailPlanned(folder: Folder, datasetId: number): boolean {
  let { bytes, ...tail } = companiesTail(folder, datasetId);
  if (bytes === 0) return true;
  for (const row of folder.ledger.planned()) {
    if (row.generator !== 'company' || row.datasetId !== datasetId) continue;
    const own = Math.min(bytes, row.bytes ?? bytes);
    if (!beginsWith(folder.disk, { ...tail, bytes: own }, row)) return false;
    tail = { ...tail, offset: tail.offset + own };
    bytes -= own;
    if (bytes === 0) return true;
  }
  return false;
}

/** Whether a range holds nothing but the beginning of a company batch, made anew. */
function beginsWith(disk: Disk, range: LineRange, row: BatchRow & { config: string }): boolean {
  const { sizing, quality } = JSON.parse(row.config) as Settings;
  let compared = 0;
  let isSame = true;
  const { companies } = new Pool().eligibleAt(0);
  pressBatch({ plan: planOf(row), sizing, quality, companies }, (made) => {
    const expected = made.subarray(0, range.bytes - compared);
    const present = disk.read(range.path, range.offset + compared, expected.length);
    isSame &&= Buffer.compare(present, expected) === 0;
    compared += expected.length;
  });
  return isSame && compared === range.bytes;
}
