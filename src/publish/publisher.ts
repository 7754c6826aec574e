import type { BatchPlan } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import { type BatchContent, batchMeta } from './batch_meta.ts';
import type { Disk } from './disk.ts';
import type { Layout } from './layout.ts';
import { jsonBytes, replaceFiles, writeFile } from './whole_file.ts';

const COPY_BYTES = 1 << 20;
/** What a rename fails with where something stands that is not ours. */
const TAKEN: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);

/** A batch that waits in staging. */
export type StagedBatch = {
  readonly plan: BatchPlan;
  readonly content: BatchContent;
  readonly generatorVersion: number;
};

/** A batch that readers can see, and what of it only its publication could tell. */
export type RevealedBatch = StagedBatch & {
  readonly generationTimestampMs: number;
  /** Where a company batch begins in `companies.jsonl`; null for a driver batch. */
  readonly fileOffset: number | null;
};

/** Bytes stand where a batch would go that are not the batch's own: somebody else wrote them. */
export class ForeignBytes extends Error {
  readonly code = 'FOREIGN_BYTES';

  constructor(path: string, what: string) {
    super(`${path} ${what}: put back what was there, or move it away`);
    this.name = 'ForeignBytes';
  }
}

/** A batch that was staged is not there any more: somebody has deleted it. */
class StagedGone extends Error {
  readonly code = 'ENOENT';

  constructor(path: string) {
    super(`${path} is gone, and the batch in it is not published yet: it is made again`);
    this.name = 'StagedGone';
  }
}

/**
 * Makes staged batches visible. In two steps, because the first is what readers wait for: `reveal` is a rename
 * or an append, `settle` makes it durable. A batch is published when both are done and the ledger says so.
 */
export class Publisher {
  readonly #disk: Disk;
  readonly #layout: Layout;

  constructor(disk: Disk, layout: Layout) {
    this.#disk = disk;
    this.#layout = layout;
  }

  /** Says in a staged batch's metadata that it is published late. */
  restamp(batch: StagedBatch, generatedMs: number): void {
    const { generator, interval } = batch.plan;
    const meta = batchMeta(batch.plan, batch.content, batch.generatorVersion, generatedMs);
    writeFile(this.#disk, this.#layout.stagedMeta(generator, batchIdOf(interval.startMs)), jsonBytes(meta));
  }

  /**
   * Lets readers see a batch.
   *
   * @param committedBytes of a company batch: how long `companies.jsonl` is by the ledger
   * @returns where a company batch begins in `companies.jsonl`; null for a driver batch
   * @throws {ForeignBytes} if `companies.jsonl` holds more, or less, than what the ledger says and a part of the batch
   */
  reveal({ plan }: StagedBatch, nowMs: number, committedBytes: number): number | null {
    const batchId = batchIdOf(plan.interval.startMs);
    if (plan.generator === 'company') return this.#append(batchId, committedBytes);

    const staged = this.#layout.stagedBatch('driver', batchId);
    // Staged files are older than their batch; readers that go by mtime would miss it.
    for (const name of this.#disk.list(staged)) this.#disk.touch(`${staged}/${name}`, nowMs);
    this.#disk.touch(staged, nowMs);
    const place = this.#layout.eventBatch(batchId);
    try {
      this.#disk.rename(staged, place);
    } catch (error) {
      const isTaken = TAKEN.has((error as { code?: string }).code ?? '');
      throw isTaken ? new ForeignBytes(place, 'is in the place of a batch that is due') : error;
    }
    return null;
  }

  /** Makes revealed batches durable, with as few syncs as that takes. */
  settle(batches: readonly RevealedBatch[]): void {
    const companies = batches.filter(({ plan }) => plan.generator === 'company');
    if (companies.length > 0) this.#settleCompanies(companies);
    if (companies.length === batches.length) return;
    this.#disk.sync(this.#layout.events);
    this.#disk.sync(this.#layout.staging('driver'));
  }

  /**
   * Whether `companies.jsonl` holds a part of a batch: some append to it was cut.
   * @param committedBytes how long the file is by the ledger
   */
  hasBegun(committedBytes: number): boolean {
    const present = this.#disk.stat(this.#layout.companies)?.size ?? 0;
    return present > committedBytes;
  }

  /** Whether `companies.jsonl` is there, with anything in it. */
  hasCompanies(): boolean {
    return (this.#disk.stat(this.#layout.companies)?.size ?? 0) > 0;
  }

  /** Whether a batch's lines wait in staging. */
  isStaged({ generator, interval }: BatchPlan): boolean {
    return this.#disk.stat(this.#layout.stagedLines(generator, batchIdOf(interval.startMs))) !== null;
  }

  /** Throws a staged batch away, and its answer key. */
  discard({ generator, interval }: BatchPlan): void {
    const batchId = batchIdOf(interval.startMs);
    this.#disk.remove(this.#layout.stagedBatch(generator, batchId));
    this.#disk.remove(this.#layout.answerKey(generator, batchId));
  }

  #settleCompanies(companies: readonly RevealedBatch[]): void {
    const batchIds = companies.map(({ plan }) => batchIdOf(plan.interval.startMs));
    this.#disk.sync(this.#layout.companies);
    this.#disk.sync(this.#layout.raw);
    const metas = companies.map(
      ({ plan, content, generatorVersion, generationTimestampMs, fileOffset }, i) => ({
        path: this.#layout.companyMeta(batchIds[i]!),
        bytes: jsonBytes({
          ...batchMeta(plan, content, generatorVersion, generationTimestampMs),
          file_offset: fileOffset,
          file_length: content.bytes,
        }),
      }),
    );
    replaceFiles(this.#disk, this.#layout.companyBatches, metas);
    for (const batchId of batchIds) this.#disk.remove(this.#layout.stagedBatch('company', batchId));
  }

  /** Appends what of the batch is not in the file yet: a crash may have left a part of it there. */
  #append(batchId: string, committedBytes: number): number {
    const staged = this.#layout.stagedLines('company', batchId);
    const size = this.#disk.stat(staged)?.size;
    if (size === undefined) throw new StagedGone(staged);
    const present = this.#disk.stat(this.#layout.companies)?.size ?? 0;
    this.#checkPrefix(staged, committedBytes, present - committedBytes);
    const file = this.#disk.append(this.#layout.companies);
    try {
      for (let at = present - committedBytes; at < size; at += COPY_BYTES) {
        file.write(this.#disk.read(staged, at, Math.min(COPY_BYTES, size - at)));
      }
    } finally {
      file.close();
    }
    return committedBytes;
  }

  #checkPrefix(staged: string, offset: number, length: number): void {
    const { companies } = this.#layout;
    if (length < 0)
      throw new ForeignBytes(companies, `has ${offset + length} bytes, the ledger says ${offset}`);
    for (let at = 0; at < length; at += COPY_BYTES) {
      const count = Math.min(COPY_BYTES, length - at);
      const expected = this.#disk.read(staged, at, count);
      const present = this.#disk.read(companies, offset + at, count);
      if (expected.length !== count || !present.every((byte, i) => byte === expected[i])) {
        throw new ForeignBytes(
          companies,
          `has ${offset + length} bytes, of which Tachograph did not write those after ${offset}`,
        );
      }
    }
  }
}
