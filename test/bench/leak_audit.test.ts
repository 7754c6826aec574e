import { describe, expect, test } from 'vitest';
import { aucOf, standardError } from '../../bench/leak_audit/auc.ts';
import { audit, COMPANY_KINDS, SEMANTIC_KINDS } from '../../bench/leak_audit/audit.ts';
import { fitStumps, scoresOf } from '../../bench/leak_audit/boosted_stumps.ts';
import { PLANTS } from '../../bench/leak_audit/plants.ts';
import { readLine } from '../../bench/leak_audit/read_line.ts';
import { type SampleOrder, SHAPES, sampleOf } from '../../bench/leak_audit/sample.ts';

const SMALL_AUDIT = { shape: SHAPES.large, rate: 0.1, lines: 8000, seed: 42 };
/** Five standard errors at 400 dirty lines of 4,000. */
const BAND = 5 * standardError(0.5, 400, 3600);

const smallSample = (order: Pick<SampleOrder, 'kind'> & Partial<SampleOrder>) =>
  sampleOf({ ...SMALL_AUDIT, ...order });

describe('the surface of a dirty line is that of a clean one', () => {
  test.each(SEMANTIC_KINDS)('%s', (kind) => {
    const { auc, positives } = audit(smallSample({ kind }), kind).butForTheDefect;
    expect(positives).toBeGreaterThan(300);
    expect(Math.abs(auc.area - 0.5)).toBeLessThan(BAND);
  });

  // The two of which something shows by contract, where it shows most.
  test.each(['impossible_transition', 'conflicting_duplicate'] as const)(
    '%s in batches of a few lines',
    (kind) => {
      const { auc } = audit(smallSample({ kind, shape: SHAPES.small }), kind).butForTheDefect;
      expect(Math.abs(auc.area - 0.5)).toBeLessThan(BAND);
    },
  );

  test.each(COMPANY_KINDS)('%s in companies', (kind) => {
    const { auc } = audit(smallSample({ kind, shape: SHAPES.company }), kind).butForTheDefect;
    expect(Math.abs(auc.area - 0.5)).toBeLessThan(BAND);
  });
});

describe('the audit finds', () => {
  const [variant, decimal, space, even, leadingZero] = PLANTS;

  test.each([
    [variant!, 'event_id digit 19'],
    [decimal!, 'lat decimals'],
    [space!, 'frame'],
    [even!, 'timestamp ms digit 2'],
  ])('$name', ({ apply }, carrier) => {
    const { auc, carriers } = audit(
      smallSample({ kind: 'reference_mismatch', plant: apply }),
      'reference_mismatch',
    ).whole;
    expect(auc.low).toBeGreaterThan(0.7);
    expect(carriers).toContain(carrier);
  });

  test('one hex digit in sixteen that never comes', () => {
    const sample = smallSample({ kind: 'orphan_reference', plant: leadingZero!.apply, lines: 24_000 });
    const { auc, carriers } = audit(sample, 'orphan_reference').whole;
    expect(auc.low).toBeGreaterThan(0.5);
    expect(carriers[0]).toMatch(/event_id (leading zeros|digit 0)/);
  });

  test('what an impossible event says, which is the defect itself', () => {
    const { whole } = audit(smallSample({ kind: 'impossible_transition' }), 'impossible_transition');
    // By the shares of the types: 62.5 / 18.75 / 18.75 % against 37.5 / 37.5 / 25 %.
    const expected = 0.625 * (0.625 + 0.375 / 2) + 0.1875 * (0.375 + 0.25 / 2) + 0.1875 * (0.375 / 2);
    expect(Math.abs(whole.auc.area - expected)).toBeLessThan(BAND);
    expect(whole.carriers[0]).toMatch(/^event_type/);
  });
});

test('the area is the share of pairs in the right order, ties counting half', () => {
  const scores = Float64Array.of(3, 1, 2, 2, 1);
  const isPositive = Uint8Array.of(1, 1, 1, 0, 0);
  // Over (2, 1): 3 beats both, 1 loses and ties, 2 ties and wins.
  expect(aucOf(scores, isPositive).area).toBeCloseTo((2 + 0.5 + 1.5) / 6, 12);
});

test('at chance, the standard error is that of the Mann–Whitney test', () => {
  expect(standardError(0.5, 30, 70)).toBeCloseTo(Math.sqrt(101 / (12 * 30 * 70)), 12);
});

test('a model finds the one column that tells, whatever the order of its bins', () => {
  const cases = 2000;
  const noise = Uint8Array.from({ length: cases }, (_, i) => (i * 7919) % 13);
  const telling = Uint8Array.from({ length: cases }, (_, i) => (i * 104_729) % 11);
  const isPositive = telling.map((bin) => Number([2, 5, 6].includes(bin)));
  const constant = new Uint8Array(cases);
  const columns = [constant, noise, telling];
  const model = fitStumps({ columns, isPositive }, 20);
  expect([...model.parts.keys()][0]).toBe(2);
  expect(model.parts.has(0)).toBe(false);
  expect(aucOf(scoresOf(model, columns, cases), isPositive).area).toBe(1);
});

describe('a line is read as it is written', () => {
  test('keys, punctuation and spaces make its frame, values their texts', () => {
    const { frame, texts } = readLine('{"a":"x,\\"y","at": {"lat":-1.50,"b" :true}}', 0, 1);
    expect(frame).toBe('{"a":","at": {"lat":0,"b" :0}}');
    expect(Object.fromEntries(texts)).toEqual({ a: 'x,\\"y', lat: '-1.50', b: 'true' });
  });

  test('though it is no JSON', () => {
    expect(readLine('{"a":"x', 0, 1).frame).toBe('{"a":"0');
  });
});
