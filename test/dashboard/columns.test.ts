import { describe, expect, test } from 'vitest';
import {
  DRAWN,
  latenessColumns,
  sizeColumns,
  stageColumns,
} from '../../src/dashboard/page/charts/columns.ts';
import { atInterval, batchFact, stageFact } from './facts.ts';

const second = (number: number) => Date.parse(atInterval(number)) / 1000;
const many = Array.from({ length: DRAWN + 5 }, (_, i) => i + 1);

describe('columns of sizes', () => {
  test('are records and valid ones by the end of the interval', () => {
    const batches = [batchFact(1), batchFact(2, { record_count: 4, valid_count: 4 })];
    expect(sizeColumns(batches)).toEqual([
      [second(1), second(2)],
      [10, 4],
      [7, 4],
    ]);
  });

  test('are of the newest batches alone', () => {
    const [times] = sizeColumns(many.map((number) => batchFact(number)));
    expect(times).toEqual(many.slice(5).map(second));
  });
});

describe('columns of lateness', () => {
  test('bring both generators to the same times, in ms', () => {
    const company = [batchFact(2, { generator: 'company', lateness_us: 900 })];
    const driver = [batchFact(1, { lateness_us: 250 }), batchFact(2, { lateness_us: 12_000 })];
    expect(latenessColumns(company, driver)).toEqual([
      [second(1), second(2)],
      [null, 0.9],
      [0.25, 12],
    ]);
  });

  test('leave out what was not published on schedule, and have nothing a logarithm cannot take', () => {
    const driver = [batchFact(1, { lateness_us: null }), batchFact(2, { lateness_us: 0 })];
    expect(latenessColumns([], driver)).toEqual([[second(2)], [null], [0.001]]);
  });
});

describe('columns of stages', () => {
  test('are the latencies of one pipeline in s, by publication', () => {
    const reports = [
      stageFact(1, { stage: 'silver' }),
      stageFact(1, { at: new Date(Date.parse(atInterval(1)) + 500).toISOString(), latency_ms: 500 }),
      stageFact(2, { stage: 'gold' }),
    ];
    expect(stageColumns(reports, 'default')).toEqual([
      [second(1), second(2)],
      [0.5, null],
      [2, null],
      [null, 2],
    ]);
  });

  test.each([
    ['another pipeline', { pipeline: 'lake' }],
    ['a company batch', { generator: 'company' }],
    ['a stage that failed', { status: 'failed' }],
  ] as const)('leave out %s', (_, more) => {
    expect(stageColumns([stageFact(1, more)], 'default')).toEqual([[], [], [], []]);
  });

  test('show no time before zero, though the pipeline has a slow clock', () => {
    const at = new Date(Date.parse(atInterval(1)) - 300).toISOString();
    expect(stageColumns([stageFact(1, { at, latency_ms: -300 })], 'default')).toEqual([
      [second(1)],
      [0],
      [null],
      [null],
    ]);
  });

  test('are of the newest batches alone', () => {
    const [times, bronze] = stageColumns(
      many.map((number) => stageFact(number)),
      'default',
    );
    expect(times).toEqual(many.slice(5).map(second));
    expect(bronze!.length).toBe(DRAWN);
  });
});
