import { createHash } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BatchPlan, Generator } from '../plan/batch.ts';
import type { Pressed } from '../press/job.ts';
import { pressBatch } from '../press/press.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import type { LineRange } from '../publish/batch_lines.ts';
import type { BatchMeta } from '../publish/batch_meta.ts';
import { batchIdsIn } from '../publish/clean.ts';
import type { Disk } from '../publish/disk.ts';
import { ForeignBytes } from '../publish/publisher.ts';
import { readJson } from '../publish/whole_file.ts';
import { batchGenerated, kept } from './announcements.ts';
import type { Folder } from './folder.ts';
import { PublishedCompanies } from './published_companies.ts';

const HASH_BYTES = 1 << 20;

/**
 * Takes batches into the ledger that readers can see and that it does not know as published: the process died between the
 * two, or the ledger is an older copy. A batch is ours if its metadata's bytes come out again when it is made
 * anew as one of the runs would have made it.
 *
 * @returns how many
 * @throws {ForeignBytes} if one is not ours
 */
export function adoptBatches(folder: Folder, datasetId: number): number {
  const unknown = [
    ...unknownBatches(folder, datasetId, 'company'),
    ...unknownBatches(folder, datasetId, 'driver'),
  ];
  // Whoever made them visible may not have come to make them durable.
  if (unknown.length > 0) syncAll(folder);
  for (const batch of unknown) adopt(folder, datasetId, batch);
  return unknown.length;
}

function syncAll({ disk, layout }: Folder): void {
  const paths = [
    layout.companies,
    layout.raw,
    layout.companyBatches,
    layout.events,
    layout.staging('driver'),
  ];
  for (const path of paths) if (disk.stat(path) !== null) disk.sync(path);
}

type Found = {
  readonly meta: BatchMeta & { readonly file_offset?: number };
  readonly metaPath: string;
  readonly lines: LineRange;
};

/** The batches that readers can see and that the ledger does not know, by number. */
function unknownBatches(folder: Folder, datasetId: number, generator: Generator): Found[] {
  const { disk, layout, ledger } = folder;
  const known = ledger.publishedIds(datasetId, generator);
  return batchIdsIn(disk, generator === 'driver' ? layout.events : layout.companyBatches)
    .filter((batchId) => !known.has(batchId))
    .map((batchId) => findBatch(folder, generator, batchId))
    .filter(({ lines }) => generator === 'driver' || isBehindTheRest(folder, datasetId, lines))
    .sort((a, b) => a.meta.batch_number - b.meta.batch_number);
}

function findBatch({ disk, layout }: Folder, generator: Generator, batchId: string): Found {
  const metaPath = generator === 'driver' ? layout.eventMeta(batchId) : layout.companyMeta(batchId);
  const meta = readJson(disk, metaPath) as Found['meta'] | null;
  if (meta === null) throw new ForeignBytes(layout.eventBatch(batchId), 'is no batch of this ledger');
  const fileOffset = meta.file_offset ?? null;
  return { meta, metaPath, lines: layout.linesOf({ generator, batchId, fileOffset, bytes: meta.bytes }) };
}

/** Company metadata may outlive their lines, which somebody has deleted: such a batch nobody sees. */
function isBehindTheRest(
  { disk, layout, ledger }: Folder,
  datasetId: number,
  { offset, bytes }: LineRange,
): boolean {
  const size = disk.stat(layout.companies)?.size ?? 0;
  return offset >= ledger.companyBytes(datasetId) && offset + bytes <= size;
}

function adopt(folder: Folder, datasetId: number, { meta, metaPath, lines }: Found): void {
  const { disk, ledger } = folder;
  const plan = planOf(meta);
  const { nextNumber } = ledger.position(datasetId, plan.generator);
  if (plan.number !== nextNumber) {
    throw new ForeignBytes(metaPath, `is batch ${plan.number}, and the ledger waits for batch ${nextNumber}`);
  }
  const isWhole = sha256Of(disk, lines) === meta.sha256;
  const made = isWhole ? makeAgain(ledger, datasetId, plan, meta.sha256) : null;
  if (made === null) throw new ForeignBytes(lines.path, `does not hold the bytes of batch ${meta.batch_id}`);

  const { runId, pressed } = made;
  const publishedMs = Date.parse(meta.generation_timestamp);
  const fileOffset = meta.file_offset ?? null;
  ledger.atomically(() => {
    const row = ledger.plan({
      plan,
      datasetId,
      runId,
      cause: 'schedule',
      generatorVersion: GENERATOR_VERSION,
      plannedMs: publishedMs,
    });
    ledger.stage(row, { ...pressed, generationMs: 0 });
    ledger.publish(
      [{ row, publishedMs, latenessUs: null, generationTimestampMs: publishedMs, fileOffset }],
      [kept(batchGenerated(plan, pressed, null, publishedMs))],
    );
  });
}

/** The batch as one of the runs makes it, the newest first; null if its bytes are others under every config there was. */
function makeAgain(
  ledger: Ledger,
  datasetId: number,
  plan: BatchPlan,
  sha256: string,
): { runId: string; pressed: Pressed } | null {
  const published = new PublishedCompanies(ledger, plan.mode);
  published.load(datasetId);
  const companies = published.eligibleFor(plan);
  for (const { id: runId, config } of ledger.runsByConfig()) {
    const { sizing, quality } = JSON.parse(config) as Settings;
    const pressed = pressBatch({ plan, sizing, quality, companies }, () => {});
    if (pressed.sha256 === sha256) return { runId, pressed };
  }
  return null;
}

function planOf(meta: BatchMeta): BatchPlan {
  return {
    generator: meta.generator,
    number: meta.batch_number,
    mode: meta.generation_mode,
    interval: { startMs: Date.parse(meta.interval_start), endMs: Date.parse(meta.interval_end) },
    seed: meta.seed,
    poolFrom: meta.pool_from,
    poolTo: meta.pool_to,
  };
}

function sha256Of(disk: Disk, { path, offset, bytes }: LineRange): string {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes; at += HASH_BYTES) {
    hash.update(disk.read(path, offset + at, Math.min(HASH_BYTES, bytes - at)));
  }
  return hash.digest('hex');
}
