import { Buffer } from 'node:buffer';
import type { Settings } from '../config/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BatchPlan, Generator } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import { lengthOf } from '../plan/interval.ts';
import type { Pressed } from '../press/job.ts';
import { pressBatch } from '../press/press.ts';
import { isDirty, StripePress } from '../press/stripe_press.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import { type LineRange, sha256Of } from '../publish/batch_lines.ts';
import { type BatchContent, type BatchMeta, batchMeta } from '../publish/batch_meta.ts';
import type { Disk } from '../publish/disk.ts';
import { ForeignBytes } from '../publish/publisher.ts';
import { jsonBytes, readJson, replaceFile } from '../publish/whole_file.ts';
import { batchGenerated, kept } from './announcements.ts';
import { planOf } from './derivation.ts';
import type { Folder } from './folder.ts';
import { PublishedCompanies } from './published_companies.ts';
import { unknownBatches } from './unknown_batches.ts';

/**
 * Takes batches into the ledger that readers can see and that it does not know as published: the process died between the
 * two, or the ledger is an older copy. A batch is ours if it is the one that is planned, by its hash, or if its
 * bytes come out again when it is made anew as one of the runs would have made it.
 *
 * @returns how many
 * @throws {ForeignBytes} if one is not ours
 */
export function adoptBatches(
  folder: Folder,
  datasetId: number,
  { backfilledMs, nowMs, bound }: Adoption,
): number {
  const { layout } = folder;
  const pathOf = { company: layout.companyMeta, driver: layout.eventBatch };
  const unknown = (generator: Generator, path: string) =>
    unknownBatches(
      folder,
      datasetId,
      { generator, folder: path, pathOf: (batchId) => pathOf[generator].call(layout, batchId) },
      nowMs,
      bound,
    ).map((batchId) => findBatch(folder, generator, batchId));
  return (
    adoptCompanies(folder, datasetId, unknown('company', layout.companyBatches), backfilledMs) +
    (backfilledMs === null ? 0 : adoptBackfilled(folder, datasetId, backfilledMs)) +
    adoptDrivers(folder, datasetId, unknown('driver', layout.events), backfilledMs)
  );
}

type Adoption = {
  /** Where a backfill was cut that planned what is planned: what of it is visible counts as published now, in epoch ms. */
  readonly backfilledMs: number | null;
  readonly nowMs: number;
  /** Of how many published batches the folders are listed. */
  readonly bound: number;
};

type Found = {
  readonly meta: BatchMeta & { readonly file_offset?: number };
  readonly metaPath: string;
  readonly lines: LineRange;
};

/** Company metadata may outlive their lines, which somebody has deleted: such a batch nobody sees. */
function adoptCompanies(
  folder: Folder,
  datasetId: number,
  unknown: readonly Found[],
  backfilledMs: number | null,
): number {
  const { disk, layout, ledger } = folder;
  const found = unknown.toSorted((a, b) => a.lines.offset - b.lines.offset);
  let adopted = 0;
  for (const batch of found) {
    if (batch.lines.offset !== ledger.companyBytes(datasetId) || !isWhole(disk, batch)) continue;
    // Whoever made it visible may not have come to make it durable.
    syncAll(disk, [layout.companies, layout.raw, layout.companyBatches]);
    adopt(folder, datasetId, batch, backfilledMs);
    adopted += 1;
  }
  return adopted;
}

/** A group of company batches gets its metadata last: of those whose lines are whole the ledger knows all that these say. */
function adoptBackfilled(folder: Folder, datasetId: number, backfilledMs: number): number {
  const { disk, layout, ledger } = folder;
  let adopted = 0;
  for (const row of ledger.planned()) {
    if (row.generator !== 'company' || row.datasetId !== datasetId || row.sha256 === null) continue;
    const fileOffset = ledger.companyBytes(datasetId);
    const lines = { path: layout.companies, offset: fileOffset, bytes: row.bytes! };
    if ((disk.stat(lines.path)?.size ?? 0) < fileOffset + lines.bytes) break;
    if (sha256Of(disk, lines) !== row.sha256) break;
    syncAll(disk, [layout.companies, layout.raw]);
    const content = {
      recordCount: row.recordCount!,
      corruptedCount: row.corruptedCount!,
      issues: ledger.issuesOf(row.id),
      bytes: lines.bytes,
      sha256: row.sha256,
    };
    const meta = batchMeta(planOf(row), content, row.generatorVersion, row.intervalEnd);
    const metaPath = layout.companyMeta(row.batchId);
    const whole = { ...meta, file_offset: fileOffset, file_length: lines.bytes };
    replaceFile(disk, metaPath, jsonBytes(whole));
    adopt(folder, datasetId, { meta: whole, metaPath, lines }, backfilledMs);
    adopted += 1;
  }
  return adopted;
}

function adoptDrivers(
  folder: Folder,
  datasetId: number,
  found: readonly Found[],
  backfilledMs: number | null,
): number {
  const { disk, layout } = folder;
  const unknown = found.toSorted((a, b) => a.meta.batch_number - b.meta.batch_number);
  if (unknown.length > 0) syncAll(disk, [layout.events, layout.staging('driver')]);
  for (const batch of unknown) {
    if (!isWhole(disk, batch)) throw isNotOurs(batch);
    adopt(folder, datasetId, batch, backfilledMs);
  }
  return unknown.length;
}

function syncAll(disk: Disk, paths: readonly string[]): void {
  for (const path of paths) if (disk.stat(path) !== null) disk.sync(path);
}

function findBatch({ disk, layout }: Folder, generator: Generator, batchId: string): Found {
  const metaPath = generator === 'driver' ? layout.eventMeta(batchId) : layout.companyMeta(batchId);
  const meta = readJson(disk, metaPath) as Found['meta'] | null;
  if (meta === null) throw new ForeignBytes(layout.eventBatch(batchId), 'is no batch of this ledger');
  const fileOffset = meta.file_offset ?? null;
  return { meta, metaPath, lines: layout.linesOf({ generator, batchId, fileOffset, bytes: meta.bytes }) };
}

function isWhole(disk: Disk, { meta, lines }: Found): boolean {
  return disk.stat(lines.path) !== null && sha256Of(disk, lines) === meta.sha256;
}

function isNotOurs({ meta, lines }: Found, lacksCompanies = false): ForeignBytes {
  if (lacksCompanies) {
    const what = `is of company batches ${meta.pool_from} to ${meta.pool_to}, which neither the ledger nor manifests/company_batches knows`;
    return new ForeignBytes(lines.path, what);
  }
  return new ForeignBytes(lines.path, `does not hold the bytes of batch ${meta.batch_id}`);
}

/** Without the companies that drive in it nobody can make a batch again. */
function lacksCompanies(ledger: Ledger, datasetId: number, { mode, poolFrom, poolTo }: BatchPlan): boolean {
  if (poolFrom === null || poolTo === null) return false;
  const numbers = Array.from(
    ledger.companyFactsOf(datasetId, mode, poolFrom, poolTo),
    ({ number }) => number,
  );
  return !numbers.includes(poolFrom) || !numbers.includes(poolTo);
}

/** @param batch whole by its own word */
function adopt(folder: Folder, datasetId: number, batch: Found, backfilledMs: number | null): void {
  const { ledger } = folder;
  const { meta, metaPath } = batch;
  const plan = planOfMeta(meta);
  const { nextNumber, settledToMs } = ledger.position(datasetId, plan.generator);
  const planned = ledger
    .planned()
    .find(
      ({ generator, batchId, sha256 }) =>
        generator === plan.generator && batchId === meta.batch_id && sha256 === meta.sha256,
    );
  // Of several that are planned, those that became visible before the power failed need not be the first.
  if (plan.number !== nextNumber && planned === undefined) {
    throw new ForeignBytes(metaPath, `is batch ${plan.number}, and the ledger waits for batch ${nextNumber}`);
  }
  const made = planned === undefined ? makeAgain(ledger, datasetId, plan, meta.sha256) : null;
  if (planned === undefined && made === null) {
    throw isNotOurs(batch, lacksCompanies(ledger, datasetId, plan));
  }
  if (made !== null) writeKey(folder, plan, made);

  const generationTimestampMs = Date.parse(meta.generation_timestamp);
  const publishedMs = (planned === undefined ? null : backfilledMs) ?? generationTimestampMs;
  const timing = { atMs: publishedMs, latenessUs: null, generationMs: null };
  const fileOffset = meta.file_offset ?? null;
  ledger.atomically(() => {
    if (made !== null) fillGap(ledger, datasetId, made.runId, plan, settledToMs, publishedMs);
    const row = made === null ? planned!.id : planAgain(ledger, datasetId, made, plan, publishedMs);
    ledger.publish(
      [{ row, publishedMs, latenessUs: null, generationTimestampMs, fileOffset }],
      [kept(batchGenerated(plan, contentOf(meta), timing))],
    );
  });
}

type Made = {
  readonly runId: string;
  readonly pressed: Pressed;
  /** Its answer key's bytes; null where it has none. */
  readonly key: Uint8Array | null;
};

/** The batch as one of the runs makes it, the newest first; null if its bytes are others under every config there was. */
function makeAgain(ledger: Ledger, datasetId: number, plan: BatchPlan, sha256: string): Made | null {
  const published = new PublishedCompanies(ledger, plan.mode);
  published.load(datasetId);
  const companies = published.eligibleFor(plan);
  const firstSeed = plan.seed - (plan.number - 1);
  // Seeds come from the plan, so a run of another seed makes the same bytes; its own run is found first.
  const runs = ledger.runsByConfig().sort((a, b) => +(b.seed === firstSeed) - +(a.seed === firstSeed));
  for (const { id: runId, config } of runs) {
    const { sizing, quality } = JSON.parse(config) as Settings;
    const job = { plan, sizing, quality, companies };
    const key: Uint8Array[] = [];
    const pressed = pressBatch(
      job,
      () => {},
      new StripePress(),
      (bytes) => key.push(bytes),
    );
    if (pressed.sha256 === sha256) return { runId, pressed, key: isDirty(job) ? Buffer.concat(key) : null };
  }
  return null;
}

/** Whoever has the batch without its ledger may not have its answer key either. */
function writeKey({ disk, layout }: Folder, { generator, interval }: BatchPlan, { key }: Made): void {
  const path = layout.answerKey(generator, batchIdOf(interval.startMs));
  if (key !== null && disk.stat(path) === null) replaceFile(disk, path, key);
}

/** A ledger that forgot a batch forgot the gaps before it as well. */
function fillGap(
  ledger: Ledger,
  datasetId: number,
  runId: string,
  { generator, interval }: BatchPlan,
  settledToMs: number | null,
  nowMs: number,
): void {
  if (settledToMs === null || settledToMs >= interval.startMs) return;
  const toMs = interval.startMs;
  const count = Math.ceil((toMs - settledToMs) / lengthOf(interval));
  const fromMs = toMs - count * lengthOf(interval);
  ledger.gap({ datasetId, runId, generator, fromMs, toMs, count, reason: 'unknown' }, nowMs);
}

/** Plans and stages a batch as its run had done. Returns its row. */
function planAgain(
  ledger: Ledger,
  datasetId: number,
  { runId, pressed }: Made,
  plan: BatchPlan,
  plannedMs: number,
): number {
  const cause = 'schedule';
  const row = ledger.plan({
    plan,
    datasetId,
    runId,
    cause,
    generatorVersion: GENERATOR_VERSION,
    plannedMs,
  });
  ledger.stage(row, { ...pressed, generationMs: 0 });
  return row;
}

function planOfMeta(meta: BatchMeta): BatchPlan {
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

function contentOf(meta: BatchMeta): BatchContent {
  return {
    recordCount: meta.record_count,
    corruptedCount: meta.corrupted_count,
    issues: meta.issues,
    bytes: meta.bytes,
    sha256: meta.sha256,
  };
}
