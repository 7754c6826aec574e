import { describe, expect, test } from 'vitest';
import type { BatchView } from '../../src/api/batches.ts';
import {
  type BatchesAnswer,
  KEPT,
  type ListedBatch,
  neighboursOf,
  newestBatches,
} from '../../src/dashboard/page/state/batch_rows.ts';
import type { BatchGenerated } from '../../src/events/facts.ts';
import type { Generator } from '../../src/plan/batch.ts';
import { batchIdOf } from '../../src/plan/batch_id.ts';

const START = Date.parse('2025-11-09T12:00:00.000Z');
const INTERVAL_MS = 10_000;

/** Batch `number` of a generator that publishes one every ten seconds. */
function fact(generator: Generator, number: number, change: Partial<BatchGenerated> = {}): BatchGenerated {
  const startMs = START + (number - 1) * INTERVAL_MS;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    event: 'batch_generated',
    timestamp: iso(startMs + INTERVAL_MS),
    mode: 'emulated',
    generator,
    batch_id: batchIdOf(startMs),
    batch_number: number,
    record_count: 15,
    valid_count: 8,
    corrupted_count: 7,
    issues: {},
    interval_start: iso(startMs),
    interval_end: iso(startMs + INTERVAL_MS),
    interval_seconds: INTERVAL_MS / 1000,
    bytes: 4000,
    lateness_us: 700,
    generation_ms: 12,
    ...change,
  };
}

/** The same as the API lists it. */
function row(generator: Generator, number: number): BatchView {
  const { timestamp, mode, ...batch } = fact(generator, number);
  return { ...batch, generation_mode: mode, published_at: timestamp } as unknown as BatchView;
}

const page = (batches: BatchView[], next_before: number | null = null): BatchesAnswer => ({
  batches,
  next_before,
});
const names = (batches: readonly ListedBatch[]) =>
  batches.map(({ generator, batch_number }) => `${generator} ${batch_number}`);

describe('the newest batches', () => {
  test('are those of the API and those that came since, newest first', () => {
    const answer = page([row('driver', 2), row('company', 2), row('driver', 1), row('company', 1)]);
    const rows = newestBatches(answer, [fact('company', 3), fact('driver', 3)]);
    expect(names(rows)).toEqual(['driver 3', 'company 3', 'driver 2', 'company 2', 'driver 1', 'company 1']);
  });

  test('are there once, though the API and the stream tell of them', () => {
    const rows = newestBatches(page([row('driver', 2), row('driver', 1)]), [
      fact('driver', 1),
      fact('driver', 2),
    ]);
    expect(names(rows)).toEqual(['driver 2', 'driver 1']);
  });

  test('leave to later pages what is older than the page', () => {
    const answer = page([row('driver', 9), row('driver', 8)], 8);
    const facts = [fact('driver', 7), fact('company', 3), fact('company', 9)];
    expect(names(newestBatches(answer, facts))).toEqual(['driver 9', 'company 9', 'driver 8']);
  });

  test('are all that the stream tells, where the API has no more', () => {
    expect(names(newestBatches(page([]), [fact('driver', 1)]))).toEqual(['driver 1']);
  });

  test('tell the same whoever told of them', () => {
    const [told] = newestBatches(page([]), [fact('driver', 1)]);
    const [asked] = newestBatches(page([row('driver', 1)]), []);
    expect(asked).toMatchObject({
      generation_mode: 'emulated',
      published_at: '2025-11-09T12:00:10.000Z',
      bytes: 4000,
    });
    expect(told).toMatchObject(asked!);
  });

  test('are so many at most', () => {
    const facts = Array.from({ length: 2 * KEPT }, (_, i) => fact('driver', i + 1));
    const rows = newestBatches(page([]), facts);
    expect(rows).toHaveLength(KEPT);
    expect(rows[0]!.batch_number).toBe(2 * KEPT);
  });
});

test('neighbours are those of the same generator, where they are known', () => {
  const known = [fact('driver', 4), fact('company', 4), fact('company', 6), fact('driver', 6)];
  expect(neighboursOf(known, 'driver', 5)).toEqual({
    previous: fact('driver', 4).batch_id,
    next: fact('driver', 6).batch_id,
  });
  expect(neighboursOf(known, 'driver', 6)).toEqual({ previous: null, next: null });
});
