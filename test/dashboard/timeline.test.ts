import { describe, expect, test } from 'vitest';
import { EMPTY, fold, pipelinesOf } from '../../src/dashboard/page/state/timeline.ts';
import { batchFact, lifecycleFact, stageFact } from './facts.ts';

const numbersOf = (batches: readonly { batch_number: number }[]) =>
  batches.map(({ batch_number }) => batch_number);

describe('the timeline', () => {
  test('keeps batches by generator and reports, oldest first, whether they come at once or one by one', () => {
    const facts = [batchFact(1, { generator: 'company' }), batchFact(1), stageFact(1), batchFact(2)];
    const atOnce = fold(EMPTY, facts);
    expect(numbersOf(atOnce.company)).toEqual([1]);
    expect(numbersOf(atOnce.driver)).toEqual([1, 2]);
    expect(atOnce.stages).toEqual([stageFact(1)]);
    expect(facts.reduce((timeline, fact) => fold(timeline, [fact]), EMPTY)).toEqual(atOnce);
  });

  test('does not grow without end', () => {
    const facts = Array.from({ length: 5000 }, (_, i) => [batchFact(i + 1), stageFact(i + 1)]).flat();
    const { driver, stages } = fold(EMPTY, facts);
    expect(numbersOf(driver)).toEqual(Array.from({ length: 500 }, (_, i) => 4501 + i));
    expect(stages.length).toBe(1500);
    expect(stages.at(-1)).toEqual(stageFact(5000));
  });

  test('is not changed by a pause or a resume', () => {
    const timeline = fold(EMPTY, [batchFact(1)]);
    expect(fold(timeline, [lifecycleFact({ action: 'pause' })])).toBe(timeline);
    expect(fold(timeline, [lifecycleFact({ action: 'resume', status: 'running' })])).toBe(timeline);
  });

  test.each([{}, { mode: null }])('is empty after a clean of everything (%o)', (mode) => {
    const timeline = fold(EMPTY, [batchFact(1), stageFact(1)]);
    const left = fold(timeline, [lifecycleFact({ action: 'clean', ...mode })]);
    expect(left).toMatchObject({ company: [], driver: [], stages: [] });
  });

  test('loses the batches of one mode and their reports to a clean of that mode', () => {
    const timeline = fold(EMPTY, [
      batchFact(1, { generator: 'company', mode: 'production' }),
      batchFact(1, { mode: 'production' }),
      batchFact(2),
      stageFact(1),
      stageFact(2),
    ]);
    const left = fold(timeline, [lifecycleFact({ action: 'clean', mode: 'production' })]);
    expect(left).toMatchObject({ company: [], driver: [batchFact(2)], stages: [stageFact(2)] });
  });

  test('begins again with a batch whose number begins again: the folder was emptied by hand', () => {
    const timeline = fold(EMPTY, [batchFact(7, { generator: 'company' }), batchFact(7), stageFact(7)]);
    const begun = fold(timeline, [batchFact(1)]);
    expect(begun).toMatchObject({ company: [], driver: [batchFact(1)], stages: [] });
  });

  test('counts what emptied it, a clean or a new dataset', () => {
    const counts = [
      batchFact(1),
      batchFact(2),
      lifecycleFact({ action: 'clean' }),
      batchFact(1),
      batchFact(1),
    ].map((_, i, facts) => fold(EMPTY, facts.slice(0, i + 1)).cleans);
    expect(counts).toEqual([0, 0, 1, 1, 2]);
  });

  test('knows the pipelines that reported, in order of their names', () => {
    const reports = ['lake', 'default', 'lake'].map((pipeline, i) => stageFact(i, { pipeline }));
    expect(pipelinesOf(fold(EMPTY, reports))).toEqual(['default', 'lake']);
  });
});
