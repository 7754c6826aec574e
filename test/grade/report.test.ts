import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { reportOf } from '../../src/grade/report.ts';
import { NOTHING } from '../../src/grade/score.ts';
import { wilson } from '../../src/grade/wilson.ts';
import { ALL_KINDS, KINDS } from '../differ/contract.ts';
import { companyJobOf, driverJobOf, qualityOf } from '../press/jobs.ts';
import { batchOf, gradeOf, verdictsOn } from './batches.ts';
import { batchByHand } from './by_hand.ts';
import { drawnScore } from './drawn_score.ts';

const driverBatch = batchOf(driverJobOf(20, { quality: qualityOf(0.5) }));
const companyBatch = batchOf(companyJobOf({ quality: qualityOf(0.5) }));

describe('what is not defined is null', () => {
  test('of no batch, everything but counts', () => {
    expect(reportOf(NOTHING)).toEqual({
      records: {
        total: 0,
        dirty: 0,
        flagged: 0,
        true_positives: 0,
        false_positives: 0,
        false_negatives: 0,
        neutral: 0,
        unmatched: 0,
        ambiguous: 0,
        precision: null,
        recall: null,
        f1: null,
        recall_interval: null,
        precision_interval: null,
      },
      kinds: [],
      scopes: [],
      cells: { precision: null, recall: null, f1: null },
    });
  });

  test('without a verdict, all but recall, which is 0', () => {
    const { records, kinds, scopes, cells } = reportOf(gradeOf(driverBatch, []));
    expect(records).toMatchObject({ flagged: 0, precision: null, precision_interval: null, f1: null });
    expect(records.recall).toBe(0);
    expect(records.recall_interval).toEqual(wilson(0, driverBatch.key.length)!);
    expect(kinds.map(({ recall, diagnosed }) => [recall, diagnosed])).toEqual(kinds.map(() => [0, null]));
    expect(scopes.map(({ recall }) => recall)).toEqual(scopes.map(() => 0));
    expect(cells).toEqual({ precision: null, recall: null, f1: null });
  });

  test('of a clean batch, recall', () => {
    const batch = batchByHand({}, {});
    const { records, kinds } = reportOf(gradeOf(batch, verdictsOn(batch, { line: 1, kind: 'torn_line' })));
    expect(records).toMatchObject({ precision: 0, recall: null, f1: null, recall_interval: null });
    expect(kinds).toEqual([
      {
        kind: 'torn_line',
        scope: 'bytes',
        dirty: 0,
        caught: 0,
        recall: null,
        recall_interval: null,
        diagnosed: { precision: 0, recall: null },
      },
    ]);
  });

  test('but F1 is 0 where all that is flagged is wrong and all that is dirty missed', () => {
    const batch = batchByHand({}, { nullIn: 'location' });
    const verdicts = verdictsOn(batch, { line: 1, field: 'event_id' });
    const { records, cells } = reportOf(gradeOf(batch, verdicts));
    expect(records).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(cells).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});

test.each([driverBatch, companyBatch])('verdicts of the key itself are perfect ($generator)', (batch) => {
  const said = batch.key.flatMap(({ line, kind, fields }) => fields.map((field) => ({ line, kind, field })));
  const { records, kinds, scopes, cells } = reportOf(gradeOf(batch, verdictsOn(batch, ...said)));
  const perfect = { precision: 1, recall: 1, f1: 1 };
  expect(records).toMatchObject({ ...perfect, flagged: batch.key.length, true_positives: batch.key.length });
  expect(cells).toEqual(perfect);
  const found = new Set(batch.key.map(({ kind }) => kind));
  expect(kinds.map(({ kind }) => kind)).toEqual(ALL_KINDS.filter((kind) => found.has(kind)));
  for (const { diagnosed, recall } of kinds) {
    expect([diagnosed, recall]).toEqual([{ precision: 1, recall: 1 }, 1]);
  }
  expect(scopes.map(({ recall }) => recall)).toEqual(scopes.map(() => 1));
});

test('kinds are diagnosed where any verdict names one that the table knows', () => {
  const batch = batchByHand({ nullIn: 'location' }, { copyOf: 1 });
  const diagnosedOf = (...kinds: readonly string[]) => {
    const said = kinds.map((kind) => ({ line: 1, kind }));
    return reportOf(gradeOf(batch, verdictsOn(batch, ...said))).kinds.map(({ diagnosed }) => diagnosed);
  };
  expect(diagnosedOf('null_value')).toEqual([
    { precision: 1, recall: 1 },
    { precision: null, recall: 0 },
  ]);
  expect(diagnosedOf('bad_row')).toEqual([null, null]);
  expect(diagnosedOf()).toEqual([null, null]);
});

test('a verdict on a record that is not there names its kind all the same', () => {
  const batch = batchByHand({ nullIn: 'location' });
  const { kinds } = reportOf(gradeOf(batch, verdictsOn(batch, { line: 9, kind: 'null_value' })));
  expect(kinds[0]!.diagnosed).toEqual({ precision: 0, recall: 0 });
});

test('a report holds the table’s kinds in its order, the sums of its scopes, and shares within 0 and 1', () => {
  fc.assert(
    fc.property(drawnScore, (score) => {
      const { records, kinds, scopes, cells } = reportOf(score);
      const order = kinds.map(({ kind }) => ALL_KINDS.indexOf(kind));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(kinds.map(({ kind, scope }) => [kind, scope])).toEqual(
        kinds.map(({ kind }) => [kind, KINDS[kind][1]]),
      );
      expect(kinds.length).toBe(Object.keys(score.kinds).length);
      for (const { scope, dirty, caught, recall, recall_interval } of scopes) {
        const own = kinds.filter((each) => each.scope === scope);
        expect(dirty).toBe(own.reduce((sum, each) => sum + each.dirty, 0));
        expect(caught).toBe(own.reduce((sum, each) => sum + each.caught, 0));
        expect(recall).toBe(caught / dirty);
        expect(recall_interval).toEqual(wilson(caught, dirty)!);
      }
      const scoped = scopes.reduce((sum, { dirty }) => sum + dirty, 0);
      expect(scoped).toBe(score.dirty);
      expect(records.flagged).toBe(score.truePositives + score.falsePositives + score.neutral);
      expect(records.true_positives + records.false_negatives).toBe(records.dirty);

      const shares = [records, cells, ...kinds.map(({ diagnosed }) => diagnosed ?? {}), ...kinds, ...scopes]
        .flatMap((part) => Object.entries(part))
        .filter(([name]) => ['precision', 'recall', 'f1'].includes(name))
        .map(([, value]) => value as number | null);
      expect(shares.filter((share) => share !== null && !(share >= 0 && share <= 1))).toEqual([]);
      const { precision, recall, f1 } = records;
      expect(f1 === null).toBe(precision === null || recall === null);
      if (f1 !== null && precision! + recall! > 0) {
        expect(Math.abs(f1 - (2 * precision! * recall!) / (precision! + recall!))).toBeLessThan(1e-12);
      }
      // JSON has no NaN and no infinity: what is written is what is read.
      const report = { records, kinds, scopes, cells };
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    }),
    { numRuns: 500 },
  );
});

test('the table of kinds is the contract’s', () => {
  expect(DEFECT_KINDS.map(({ kind, dimension, scope }) => [kind, dimension, scope])).toEqual(
    ALL_KINDS.map((kind) => [kind, ...KINDS[kind]]),
  );
});
