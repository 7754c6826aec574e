import type { DefectKind } from '../defects/kinds.ts';
import type { BatchPlan, Generator, Mode } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';

const SCHEMA_VERSION = 1;

/** What is known of a batch's bytes once they are made. */
export type BatchContent = {
  /** Lines, of which `corruptedCount` are dirty. */
  readonly recordCount: number;
  readonly corruptedCount: number;
  /** Number of defects of each kind that occurs. */
  readonly issues: Readonly<Partial<Record<DefectKind, number>>>;
  readonly bytes: number;
  /** Hash of the bytes, in hex. */
  readonly sha256: string;
};

/** `batch_meta.json`, fields in this order. Times are ISO 8601. */
export type BatchMeta = {
  schema_version: number;
  generator: Generator;
  batch_id: string;
  batch_number: number;
  generation_mode: Mode;
  interval_start: string;
  interval_end: string;
  record_count: number;
  valid_count: number;
  corrupted_count: number;
  issues: Partial<Record<DefectKind, number>>;
  seed: number;
  generator_version: number;
  pool_from: number | null;
  pool_to: number | null;
  sha256: string;
  bytes: number;
  /** When the batch was due to be visible; the wall clock if it was published late. */
  generation_timestamp: string;
};

/** @param generatedMs `generation_timestamp` in epoch ms */
export function batchMeta(
  plan: BatchPlan,
  content: BatchContent,
  generatorVersion: number,
  generatedMs: number,
): BatchMeta {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    schema_version: SCHEMA_VERSION,
    generator: plan.generator,
    batch_id: batchIdOf(plan.interval.startMs),
    batch_number: plan.number,
    generation_mode: plan.mode,
    interval_start: iso(plan.interval.startMs),
    interval_end: iso(plan.interval.endMs),
    record_count: content.recordCount,
    valid_count: content.recordCount - content.corruptedCount,
    corrupted_count: content.corruptedCount,
    issues: { ...content.issues },
    seed: plan.seed,
    generator_version: generatorVersion,
    pool_from: plan.poolFrom,
    pool_to: plan.poolTo,
    sha256: content.sha256,
    bytes: content.bytes,
    generation_timestamp: iso(generatedMs),
  };
}
