import type { KeptEvent } from '../ledger/kept_event.ts';
import type { BatchRow } from '../ledger/rows.ts';
import type { Mode } from '../plan/batch.ts';
import {
  allBatchPaths,
  type CleanReport,
  deleteAll,
  keepCompanies,
  moveCompanyMeta,
} from '../publish/clean.ts';
import type { Folder } from './folder.ts';
import { refuseOtherBytes } from './refuse_other_bytes.ts';

/** @param factId null where something could not be deleted: the clean is still to be finished */
export type Cleaning = { readonly report: CleanReport; readonly factId: number | null };

/**
 * Deletes the batches of a mode (null: all, which closes the dataset). The intent stands in the ledger first,
 * and every deletion may be done again, so that one that was cut, or met an error, can be finished.
 */
export function cleanFolder(folder: Folder, datasetId: number, mode: Mode | null, fact: KeptEvent): Cleaning {
  const { disk, layout, ledger } = folder;
  if (mode !== null) seeToCompanies(folder, datasetId);
  ledger.beginClean(mode, fact.atMs);
  const { paths, offsets } =
    mode === null
      ? { paths: allBatchPaths(disk, layout), offsets: new Map<number, number>() }
      : takeOut(folder, ledger.published(datasetId), mode);
  const report = deleteAll(disk, layout, paths);
  const isDone = report.errors.length === 0;
  return { report, factId: isDone ? ledger.finishClean(datasetId, mode, offsets, fact) : null };
}

/**
 * What stays of `companies.jsonl` is about to be copied: if somebody has deleted it, its companies are retired first.
 * @throws {ForeignBytes} if somebody has changed it
 */
function seeToCompanies({ disk, layout, ledger }: Folder, datasetId: number): void {
  if (disk.stat(layout.companies) === null) ledger.retireCompanies(datasetId);
  // A clean that was cut may have rewritten the file already.
  if (ledger.unfinishedClean() !== null) return;
  for (const batch of ledger.published(datasetId)) {
    if (batch.generator === 'company') refuseOtherBytes({ disk, layout }, batch);
  }
}

/** Takes a mode's companies out of `companies.jsonl`; says what else goes, and where what stays begins. */
function takeOut({ disk, layout }: Folder, published: readonly BatchRow[], mode: Mode) {
  const paths = published
    .filter((batch) => batch.mode === mode)
    .flatMap(({ generator, batchId }) => [
      generator === 'driver' ? layout.eventBatch(batchId) : layout.companyMeta(batchId),
      layout.answerKey(generator, batchId),
    ]);
  const companies = published.filter(({ generator }) => generator === 'company');
  const kept = companies.filter((batch) => batch.mode !== mode);
  if (kept.length === companies.length) return { paths, offsets: new Map<number, number>() };
  if (kept.length === 0) return { paths: [...paths, layout.companies], offsets: new Map<number, number>() };
  const lines = kept.map(({ id, fileOffset, bytes }) => ({ row: id, offset: fileOffset!, length: bytes! }));
  const offsets = keepCompanies(disk, layout, lines);
  for (const { id, batchId } of kept) moveCompanyMeta(disk, layout, batchId, offsets.get(id)!);
  return { paths, offsets };
}
