import { Ledger } from '../../src/ledger/ledger.ts';
import type { Gap, StagedFacts } from '../../src/ledger/rows.ts';
import type { Cause } from '../../src/ledger/schema.ts';
import type { Generator, Mode } from '../../src/plan/batch.ts';
import { at } from '../fixtures.ts';

const INTERVAL_MS = 10_000;

/** A ledger in memory with one dataset and one run on it. */
export function openLedger() {
  const ledger = new Ledger(':memory:');
  const datasetId = ledger.beginDataset(42, at('11:00:00')).id;
  beginRun(ledger, datasetId, 'run-1');
  return { ledger, datasetId };
}

export function beginRun(ledger: Ledger, datasetId: number, id: string): void {
  ledger.beginRun({
    id,
    datasetId,
    mode: 'emulated',
    seed: 42,
    config: '{"a":1}',
    configHash: 'hash',
    version: '0.0.0',
    generatorVersion: 1,
    startedMs: at('11:00:00'),
  });
}

export type GivenBatch = {
  readonly datasetId?: number;
  readonly generator?: Generator;
  readonly number?: number;
  /** Start of the interval, a time of day. */
  readonly start?: string;
  readonly seed?: number;
  readonly mode?: Mode;
  readonly cause?: Cause;
  readonly state?: 'planned' | 'staged' | 'published';
  readonly latenessUs?: number | null;
  readonly fileOffset?: number | null;
  readonly staged?: Partial<StagedFacts>;
};

/** Adds a batch, published unless it is said otherwise, and returns its row. */
export function addBatch(ledger: Ledger, given: GivenBatch = {}): number {
  const { datasetId = 1, generator = 'driver', number = 1, start = '12:00:00', mode = 'emulated' } = given;
  const startMs = at(start);
  const endMs = startMs + INTERVAL_MS;
  const { seed = 41 + number, cause = 'schedule', state = 'published' } = given;
  const plan = { generator, number, mode, seed, interval: { startMs, endMs }, poolFrom: null, poolTo: null };
  const row = ledger.plan({
    datasetId,
    runId: 'run-1',
    plan,
    cause,
    generatorVersion: 1,
    plannedMs: startMs,
  });
  if (state === 'planned') return row;
  ledger.stage(row, {
    recordCount: 10,
    corruptedCount: 0,
    issues: {},
    bytes: 100,
    sha256: 'f00d',
    generationMs: 1.5,
    facts: null,
    ...given.staged,
  });
  if (state === 'staged') return row;
  const { latenessUs = 0, fileOffset = null } = given;
  ledger.publish(
    [{ row, publishedMs: endMs, latenessUs, generationTimestampMs: endMs, fileOffset }],
    [{ atMs: endMs, type: 'batch_generated', payload: { number } }],
  );
  return row;
}

/** Adds a gap of drivers between two times of day. */
export function addGap(ledger: Ledger, from: string, to: string, change: Partial<Gap> = {}): void {
  ledger.gap(
    {
      datasetId: 1,
      runId: 'run-1',
      generator: 'driver',
      fromMs: at(from),
      toMs: at(to),
      count: (at(to) - at(from)) / INTERVAL_MS,
      reason: 'paused',
      ...change,
    },
    at(to),
  );
}
