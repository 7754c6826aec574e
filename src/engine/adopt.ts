import { createHash } from 'node:crypto';
import type { Settings } from '../config/settings.ts';
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

/** Whose batches they become. */
export type Adopter = { readonly datasetId: number; readonly runId: string; readonly settings: Settings };

/**
 * Takes batches into the ledger that readers can see and that it does not know as published: the process died between the
 * two, or the ledger is an older copy. A batch is ours if its metadata's bytes come out again when it is made
 * anew, under the settings at hand or those of an earlier run.
 *
 * @returns how many
 * @throws {ForeignBytes} if one is not ours
 */
export function adoptBatches(folder: Folder, adopter: Adopter): number {
  const unknown = [
    ...unknownBatches(folder, adopter, 'company'),
    ...unknownBatches(folder, adopter, 'driver'),
  ];
  for (const batch of unknown) adopt(folder, adopter, batch);
  return unknown.length;
}

type Found = {
  readonly meta: BatchMeta & { readonly file_offset?: number };
  readonly metaPath: string;
  readonly lines: LineRange;
};

/** The batches that readers can see and that the ledger does not know, by number. */
function unknownBatches(folder: Folder, { datasetId }: Adopter, generator: Generator): Found[] {
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

function adopt(
  folder: Folder,
  { datasetId, runId, settings }: Adopter,
  { meta, metaPath, lines }: Found,
): void {
  const { disk, ledger } = folder;
  const plan = planOf(meta);
  const { nextNumber } = ledger.position(datasetId, plan.generator);
  if (plan.number !== nextNumber) {
    throw new ForeignBytes(metaPath, `is batch ${plan.number}, and the ledger waits for batch ${nextNumber}`);
  }
  const pressed =
    sha256Of(disk, lines) === meta.sha256 ? pressAgain(folder, datasetId, plan, meta, settings) : null;
  if (pressed === null)
    throw new ForeignBytes(lines.path, `does not hold the bytes of batch ${meta.batch_id}`);

  const publishedMs = Date.parse(meta.generation_timestamp);
  const row = ledger.plan({
    plan,
    datasetId,
    runId,
    cause: 'schedule',
    generatorVersion: GENERATOR_VERSION,
    plannedMs: publishedMs,
  });
  ledger.stage(row, { ...pressed, generationMs: 0 });
  const published = {
    row,
    publishedMs,
    latenessUs: null,
    generationTimestampMs: publishedMs,
    fileOffset: meta.file_offset ?? null,
  };
  ledger.publish([published], [kept(batchGenerated(plan, pressed, null, publishedMs))]);
}

/** The batch made anew; null if its bytes are others under all settings that the ledger knows of. */
function pressAgain(
  { ledger }: Folder,
  datasetId: number,
  plan: BatchPlan,
  meta: BatchMeta,
  settings: Settings,
): Pressed | null {
  const companies = new PublishedCompanies(ledger, plan.mode);
  companies.load(datasetId);
  const eligible = companies.pool.eligibleAt(plan.interval.startMs).companies;
  for (const { sizing, quality } of [
    settings,
    ...ledger.configs().map((config) => JSON.parse(config) as Settings),
  ]) {
    const pressed = pressBatch({ plan, sizing, quality, companies: eligible }, () => {});
    if (pressed.sha256 === meta.sha256) return pressed;
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
