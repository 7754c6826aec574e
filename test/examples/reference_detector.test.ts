import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detect } from '../../examples/reference_detector/detect.ts';
import {
  type KeyedBatch,
  qualityOf,
  type SampleOrder,
  sample,
  scopeOf,
} from '../../examples/reference_detector/measure/sample.ts';
import {
  noScores,
  precisionOf,
  recallOf,
  type Scores,
  score,
} from '../../examples/reference_detector/measure/scores.ts';
import type { Generator } from '../../examples/reference_detector/verdict.ts';
import { DEFECT_KINDS, type DefectKind, type Scope } from '../../src/defects/kinds.ts';

/** Emulated mode: ten companies and 5–20 events a batch. */
const EMULATED: SampleOrder = {
  companyBatches: 10,
  companiesPerBatch: 10,
  driverBatches: 400,
  eventCount: { kind: 'uniform', min: 5, max: 20 },
  intervalMs: 10_000,
  quality: qualityOf(0),
  seed: 42,
};
/** Production: a batch of about 20,000 events. */
const PRODUCTION: SampleOrder = {
  ...EMULATED,
  companyBatches: 6,
  companiesPerBatch: 100,
  driverBatches: 1,
  eventCount: { kind: 'poisson', ratePerDriver: 3.5 },
  intervalMs: 900_000,
};
const EVERY_KIND = Object.fromEntries(DEFECT_KINDS.map(({ kind }) => [kind, 1]));

function scoresOf(order: SampleOrder): Record<Generator, Scores> {
  const scores = { driver: noScores(), company: noScores() };
  for (const keyed of sample(order)) score(scores[keyed.batch.generator], keyed, detect(keyed.batch));
  return scores;
}

/** Share of the lines of a scope's kinds that were flagged. */
function recallIn(scope: Scope, { kinds }: Scores): number {
  return recallOf(DEFECT_KINDS.filter((row) => row.scope === scope).map(({ kind }) => kinds[kind]));
}

/** `kind: caught of dirty` for each kind of the scopes that was not always caught. */
function misses({ kinds }: Scores, ...scopes: readonly Scope[]): string[] {
  return DEFECT_KINDS.filter(({ kind, scope }) => scopes.includes(scope) && kinds[kind].dirty > 0)
    .filter(({ kind }) => kinds[kind].caught < kinds[kind].dirty)
    .map(({ kind }) => `${kind}: ${kinds[kind].caught} of ${kinds[kind].dirty}`);
}

function expectNothingFlagged(order: SampleOrder): void {
  for (const { batch } of sample(order)) expect(detect(batch)).toEqual([]);
}

describe('clean data', () => {
  test('of emulated batches of many seeds is not flagged', () => {
    for (let seed = 1; seed <= 2000; seed += 400) {
      expectNothingFlagged({ ...EMULATED, seed });
    }
  });

  test('of batches of one to four events, which are often a lone delivery, is not flagged', () => {
    expectNothingFlagged({ ...EMULATED, eventCount: { kind: 'uniform', min: 1, max: 4 } });
  });

  test('of a few drivers with many trips each is not flagged', () => {
    expectNothingFlagged({
      ...EMULATED,
      companyBatches: 1,
      companiesPerBatch: 2,
      driverBatches: 5,
      eventCount: { kind: 'uniform', min: 1900, max: 2000 },
    });
  });

  test('of production-sized batches is not flagged, in one stripe or two', () => {
    expectNothingFlagged(PRODUCTION);
    expectNothingFlagged({ ...PRODUCTION, companyBatches: 1, companiesPerBatch: 2000 });
  });

  test('beside dirty companies is not flagged', () => {
    const quality = { ...qualityOf(0.3, EVERY_KIND), inDriverEvents: false };
    const { driver } = scoresOf({ ...EMULATED, quality });
    expect(driver.flagged).toBe(0);
  });

  test('of an empty batch is not flagged', () => {
    const [{ batch }] = [...sample({ ...EMULATED, companyBatches: 1, driverBatches: 0 })] as [KeyedBatch];
    expect(detect({ ...batch, bytes: new Uint8Array() })).toEqual([]);
  });
});

describe.each([
  { size: 'emulated', order: EMULATED, rate: 0.05, history: 0.97 },
  { size: 'emulated', order: EMULATED, rate: 0.3, history: 0.95 },
  { size: 'production', order: PRODUCTION, rate: 0.05, history: 0.85 },
  { size: 'production', order: PRODUCTION, rate: 0.3, history: 0.8 },
])('dirty data of $size size at a rate of $rate', ({ order, rate, history }) => {
  const { driver, company } = scoresOf({ ...order, quality: qualityOf(rate) });

  test('holds every kind that is on', () => {
    const absent = DEFECT_KINDS.filter(({ kind, weight }) => weight > 0 && driver.kinds[kind].dirty === 0);
    expect(absent).toEqual([]);
    expect(company.dirty).toBeGreaterThan(0);
  });

  test('all that a row, a batch or a reference proves is caught', () => {
    expect(misses(driver, 'row', 'batch', 'reference')).toEqual([]);
    expect(misses(company, 'row', 'batch', 'reference')).toEqual([]);
  });

  test('impossible transitions are caught as often as they can be told from lost events', () => {
    expect(recallIn('history', driver)).toBeGreaterThan(history);
  });

  test('hardly a clean line is flagged', () => {
    expect(precisionOf(driver)).toBeGreaterThan(0.999);
    expect(company.falseAlarms).toBe(0);
    expect(driver.falseAlarms - driver.doubtful).toBe(0);
  });

  test('verdicts name the kind', () => {
    const named = (scores: Scores) => Object.values(scores.kinds).reduce((sum, kind) => sum + kind.named, 0);
    expect(named(driver)).toBe(driver.flagged - driver.falseAlarms);
    expect(named(company)).toBe(company.flagged);
  });
});

describe('broken lines', () => {
  const quality = qualityOf(0.3, EVERY_KIND);
  const { driver, company } = scoresOf({ ...PRODUCTION, quality });

  test('are caught, and what is beside them still is', () => {
    expect(misses(driver, 'row', 'bytes', 'batch', 'reference')).toEqual([]);
    expect(misses(company, 'row', 'bytes', 'batch', 'reference')).toEqual([]);
  });

  test('do not accuse the drivers whose events they were', () => {
    expect(precisionOf(driver)).toBeGreaterThan(0.998);
  });
});

describe.each(DEFECT_KINDS)('of $kind alone', ({ kind }) => {
  const quality = qualityOf(0.05, { [kind]: 1 } as Partial<Record<DefectKind, number>>);
  const { driver, company } = scoresOf({ ...PRODUCTION, companyBatches: 2, quality });

  test('every line is flagged', () => {
    expect(driver.dirty).toBeGreaterThan(200);
    expect(misses(driver, scopeOf(kind))).toEqual([]);
    expect(misses(company, scopeOf(kind))).toEqual([]);
  });

  // A copy stands in the place of an event; two that one driver lost can look like one that is wrong.
  const expected = kind === 'duplicate' ? 0.99 : 1;
  test(`the share of flagged lines that are dirty is at least ${expected}`, () => {
    expect(precisionOf(driver)).toBeGreaterThanOrEqual(expected);
    expect(precisionOf(company)).toBe(1);
  });
});

test('the detector knows no more than its readers: it imports nothing from outside its folder', () => {
  const folder = join(import.meta.dirname, '../../examples/reference_detector');
  const imports = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/from '([^']+)'/g)])
    .map(([, from]) => from!);
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((from) => !from.startsWith('./') && !from.startsWith('node:'))).toEqual([]);
  expect(imports.filter((from) => from.startsWith('./measure'))).toEqual([]);
});
