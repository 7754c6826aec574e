import { Buffer } from 'node:buffer';
import { getTableColumns } from 'drizzle-orm';
import { customType, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { GENERATORS, MODES } from '../plan/batch.ts';

/** Epoch milliseconds in the code, ISO 8601 text in the file. */
const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'text',
  toDriver: (ms) => new Date(ms).toISOString(),
  fromDriver: (iso) => Date.parse(iso),
});

const blob = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'blob',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

export const BATCH_STATES = ['planned', 'published', 'removed', 'cleaned'] as const;
export const CAUSES = ['schedule', 'baseline', 'catch_up'] as const;
/** Why a batch was planned: on schedule, as a baseline, or after its interval was missed. */
export type Cause = (typeof CAUSES)[number];

/** Why intervals have no batch. `unknown` are those that an older ledger had forgotten. */
export const GAP_REASONS = ['not_running', 'paused', 'stalled', 'baseline', 'overlap', 'unknown'] as const;

// The tables as migrations/ makes them, where every column is described. A test keeps the two alike.

export const datasets = sqliteTable('datasets', {
  id: integer().primaryKey({ autoIncrement: true }),
  seed: integer().notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
});

export const runs = sqliteTable('runs', {
  id: text().primaryKey(),
  datasetId: integer('dataset_id').notNull(),
  mode: text({ enum: MODES }).notNull(),
  seed: integer().notNull(),
  config: text().notNull(),
  configHash: text('config_hash').notNull(),
  version: text().notNull(),
  generatorVersion: integer('generator_version').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
});

export const batches = sqliteTable('batches', {
  id: integer().primaryKey({ autoIncrement: true }),
  datasetId: integer('dataset_id').notNull(),
  runId: text('run_id').notNull(),
  generator: text({ enum: GENERATORS }).notNull(),
  number: integer().notNull(),
  batchId: text('batch_id').notNull(),
  intervalStart: instant('interval_start').notNull(),
  intervalEnd: instant('interval_end').notNull(),
  seed: integer().notNull(),
  state: text({ enum: BATCH_STATES }).notNull(),
  mode: text({ enum: MODES }).notNull(),
  cause: text({ enum: CAUSES }).notNull(),
  poolFrom: integer('pool_from'),
  poolTo: integer('pool_to'),
  generatorVersion: integer('generator_version').notNull(),
  plannedAt: instant('planned_at').notNull(),
  recordCount: integer('record_count'),
  validCount: integer('valid_count'),
  corruptedCount: integer('corrupted_count'),
  bytes: integer(),
  sha256: text(),
  generationMs: real('generation_ms'),
  generationTimestamp: instant('generation_timestamp'),
  facts: blob('facts'),
  publishedAt: instant('published_at'),
  latenessUs: integer('lateness_us'),
  fileOffset: integer('file_offset'),
});

const { facts: _facts, ...allButFacts } = getTableColumns(batches);
/** A batch's columns without its facts, which may be megabytes. */
export const batchColumns = allButFacts;

export const batchIssues = sqliteTable('batch_issues', {
  batch: integer().notNull(),
  kind: text().notNull(),
  count: integer().notNull(),
});

export const datasetTotals = sqliteTable('dataset_totals', {
  datasetId: integer('dataset_id').notNull(),
  generator: text({ enum: GENERATORS }).notNull(),
  batches: integer().notNull(),
  records: integer().notNull(),
  corrupted: integer().notNull(),
});

export const datasetIssues = sqliteTable('dataset_issues', {
  datasetId: integer('dataset_id').notNull(),
  kind: text().notNull(),
  count: integer().notNull(),
});

export const gaps = sqliteTable('gaps', {
  id: integer().primaryKey({ autoIncrement: true }),
  datasetId: integer('dataset_id').notNull(),
  runId: text('run_id').notNull(),
  generator: text({ enum: GENERATORS }).notNull(),
  from: instant('from_at').notNull(),
  to: instant('to_at').notNull(),
  count: integer().notNull(),
  reason: text({ enum: GAP_REASONS }).notNull(),
  recordedAt: instant('recorded_at').notNull(),
});

export const backfills = sqliteTable('backfills', {
  id: integer().primaryKey({ autoIncrement: true }),
  datasetId: integer('dataset_id').notNull(),
  runId: text('run_id').notNull(),
  from: instant('from_at').notNull(),
  to: instant('to_at'),
  asked: text().notNull(),
  clock: instant('clock_at').notNull(),
  endedAt: instant('ended_at'),
});

export const lifecycle = sqliteTable('lifecycle', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: instant().notNull(),
  action: text({ enum: ['pause', 'resume', 'clean_begun', 'clean_done'] }).notNull(),
  mode: text({ enum: MODES }),
});

export const events = sqliteTable('events', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: instant().notNull(),
  type: text().notNull(),
  payload: text().notNull(),
});

export const STAGES = ['bronze', 'silver', 'gold'] as const;
export const STAGE_STATUSES = ['done', 'failed'] as const;

export const stageReports = sqliteTable('stage_reports', {
  batch: integer().notNull(),
  pipeline: text().notNull(),
  stage: text({ enum: STAGES }).notNull(),
  status: text({ enum: STAGE_STATUSES }).notNull(),
  at: instant().notNull(),
  accepted: integer(),
  rejected: integer(),
  latencyMs: integer('latency_ms').notNull(),
});

export const verdicts = sqliteTable('verdicts', {
  batch: integer().notNull(),
  pipeline: text().notNull(),
  submission: text().notNull(),
  submittedAt: instant('submitted_at').notNull(),
  count: integer().notNull(),
});

export const verdictParts = sqliteTable('verdict_parts', {
  submission: text().notNull(),
  part: integer().notNull(),
  lines: text().notNull(),
});

export const scores = sqliteTable('scores', {
  batch: integer().notNull(),
  pipeline: text().notNull(),
  score: text().notNull(),
});

export const gradeSums = sqliteTable('grade_sums', {
  pipeline: text().notNull(),
  level: integer().notNull(),
  part: integer().notNull(),
  datasetId: integer('dataset_id').notNull(),
  generator: text({ enum: GENERATORS }).notNull(),
  graded: integer().notNull(),
  score: text().notNull(),
});

export const openSubmissions = sqliteTable('open_submissions', {
  submission: text().notNull(),
});

export const companyChunks = sqliteTable('company_chunks', {
  datasetId: integer('dataset_id').notNull(),
  mode: text({ enum: MODES }).notNull(),
  fromNumber: integer('from_number').notNull(),
  toNumber: integer('to_number').notNull(),
  batches: blob({ mode: 'buffer' }).notNull(),
  facts: blob({ mode: 'buffer' }).notNull(),
});
