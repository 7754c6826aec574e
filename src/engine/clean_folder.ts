import type { KeptEvent } from '../ledger/kept_event.ts';
import { GENERATORS, type Generator, MODES, type Mode } from '../plan/batch.ts';
import {
  allBatchPaths,
  batchIdsIn,
  deleteAll,
  itemsAt,
  keepCompanies,
  moveCompanyMeta,
} from '../publish/clean.ts';
import type { Cleaned, CleanSummary } from './control.ts';
import type { Folder } from './folder.ts';
import { refuseOtherBytes } from './refuse_other_bytes.ts';

/** @param factId null where something could not be deleted: the clean is still to be finished */
export type Cleaning = { readonly report: Cleaned; readonly factId: number | null };

/**
 * Deletes the batches of a mode (null: all, which closes the dataset). The intent stands in the ledger first,
 * and every deletion may be done again, so that one that was cut, or met an error, can be finished.
 */
export function cleanFolder(folder: Folder, datasetId: number, mode: Mode | null, fact: KeptEvent): Cleaning {
  const { disk, layout, ledger } = folder;
  if (mode !== null) seeToCompanies(folder, datasetId);
  ledger.beginClean(mode, fact.atMs);
  const { paths, summary } = whatGoes(folder, datasetId, mode);
  const offsets = mode === null ? new Map<number, number>() : keepOthers(folder, datasetId, mode);
  const report = { ...deleteAll(disk, layout, paths), summary };
  const isDone = report.errors.length === 0;
  return { report, factId: isDone ? ledger.finishClean(datasetId, mode, offsets, fact) : null };
}

/** What `cleanFolder` would delete as things stand. Whether somebody has changed `companies.jsonl` is left to that. */
export async function previewClean(folder: Folder, datasetId: number, mode: Mode | null): Promise<Cleaned> {
  const { disk, layout } = folder;
  const { paths, summary } = whatGoes(folder, datasetId, mode);
  const discarded = mode === null ? inTheMaking(folder, datasetId) : new Set<string>();
  const items = await itemsAt(
    disk,
    layout,
    paths.filter((path) => !discarded.has(path)),
  );
  return { items, errors: [], summary };
}

/** What a clean deletes as a whole, and how much that is by the ledger. */
function whatGoes({ disk, layout, ledger }: Folder, datasetId: number, mode: Mode | null) {
  if (mode === null) {
    return { paths: allBatchPaths(disk, layout), summary: summaryOfAll(ledger.publishedSums(datasetId)) };
  }
  const published = ledger.publishedSizes(datasetId, mode);
  // Those of a file that somebody has deleted are retired first.
  const areRetired = disk.stat(layout.companies) === null;
  const going = published.filter(({ generator }) => generator === 'driver' || !areRetired);
  const paths = going.flatMap(({ generator, batchId }) => [
    generator === 'driver' ? layout.eventBatch(batchId) : layout.companyMeta(batchId),
    layout.answerKey(generator, batchId),
  ]);
  const isLastOfCompanies =
    going.some(({ generator }) => generator === 'company') &&
    !MODES.some((other) => other !== mode && ledger.hasPublished(datasetId, 'company', other));
  if (isLastOfCompanies) paths.push(layout.companies);
  return { paths, summary: summaryOf(going) };
}

function summaryOf(going: ReturnType<Folder['ledger']['publishedSizes']>): CleanSummary {
  const count = (of: Generator) => going.filter(({ generator }) => generator === of).length;
  return {
    companyBatches: count('company'),
    driverBatches: count('driver'),
    records: going.reduce((sum, { recordCount }) => sum + recordCount!, 0),
    bytes: going.reduce((sum, { bytes }) => sum + bytes!, 0),
  };
}

function summaryOfAll(sums: ReturnType<Folder['ledger']['publishedSums']>): CleanSummary {
  const [company, driver] = GENERATORS.map((of) => sums.find(({ generator }) => generator === of));
  return {
    companyBatches: company?.batches ?? 0,
    driverBatches: driver?.batches ?? 0,
    records: (company?.records ?? 0) + (driver?.records ?? 0),
    bytes: (company?.bytes ?? 0) + (driver?.bytes ?? 0),
  };
}

/** Paths of batches that nobody has seen yet: the engine throws those away by itself before it cleans. */
function inTheMaking({ disk, layout, ledger }: Folder, datasetId: number): Set<string> {
  const paths = GENERATORS.flatMap((generator) => {
    const published = ledger.publishedIds(datasetId, generator);
    const unseenIn = (folder: string) => batchIdsIn(disk, folder).filter((id) => !published.has(id));
    return [
      ...unseenIn(layout.staging(generator)).map((id) => layout.stagedBatch(generator, id)),
      ...unseenIn(layout.answerKeysOf(generator)).map((id) => layout.answerKey(generator, id)),
    ];
  });
  return new Set(paths);
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

/** Takes a mode's companies out of `companies.jsonl` if others stay in it; says where those begin then, by row. */
function keepOthers({ disk, layout, ledger }: Folder, datasetId: number, mode: Mode): Map<number, number> {
  const companies = ledger.published(datasetId).filter(({ generator }) => generator === 'company');
  const kept = companies.filter((batch) => batch.mode !== mode);
  if (kept.length === 0 || kept.length === companies.length) return new Map();
  const lines = kept.map(({ id, fileOffset, bytes }) => ({ row: id, offset: fileOffset!, length: bytes! }));
  const offsets = keepCompanies(disk, layout, lines);
  for (const { id, batchId } of kept) moveCompanyMeta(disk, layout, batchId, offsets.get(id)!);
  return offsets;
}
