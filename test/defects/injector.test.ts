import { describe, expect, test } from 'vitest';
import { type Defect, DefectInjector } from '../../src/defects/injector.ts';
import { DEFECT_KINDS, type DefectKind, type Quality } from '../../src/defects/kinds.ts';
import type { DefectContext } from '../../src/defects/site.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import { GENERATORS } from '../../src/plan/batch.ts';
import { injectDefects } from './inject.ts';
import { latin1 } from './property_of_kind.ts';
import { cleanStripe, contextOf, INTERVAL, lineOf, qualityOf, stripeOf, textOf, uuid } from './stripe.ts';

const DRIVERS_100K = cleanStripe('driver', 100_000);
const DRIVERS_10K = cleanStripe('driver', 10_000);
const ALLOWED_IN = {
  driver: () => true,
  company: (kind: string) =>
    !['out_of_range', 'orphan_reference', 'reference_mismatch', 'impossible_transition'].includes(kind),
};

type Injected = { emitted: LineBuffer; defects: Defect[] };

function inject(clean: LineBuffer, quality: Quality, context: DefectContext = contextOf('driver')): Injected {
  const emitted = new LineBuffer();
  return { emitted, defects: injectDefects(clean, emitted, quality, context) };
}

describe('the rate', () => {
  test('is met within five standard deviations', () => {
    const { defects } = inject(DRIVERS_100K, qualityOf(0.05));
    const deviation = Math.sqrt(100_000 * 0.05 * 0.95);
    expect(Math.abs(defects.length - 5000)).toBeLessThan(5 * deviation);
  });

  test('0 leaves every line as it is, 1 changes every line', () => {
    expect(inject(DRIVERS_10K, qualityOf(0)).defects).toEqual([]);
    expect(inject(DRIVERS_10K, qualityOf(1)).defects.length).toBe(10_000);
  });

  test('a higher rate keeps the dirty lines of a lower one, and what is wrong with them', () => {
    const rates = [0.001, 0.05, 0.3, 1];
    const byLine = rates.map((rate) => {
      const { defects } = inject(DRIVERS_10K, qualityOf(rate));
      return new Map(defects.map((defect) => [defect.line, defect]));
    });
    for (let i = 1; i < rates.length; i++) {
      for (const [line, defect] of byLine[i - 1]!) {
        const above = byLine[i]!.get(line);
        expect(above).toBeDefined();
        // Whose id can be taken depends on what became of the earlier lines.
        if (defect.kind !== 'conflicting_duplicate') expect(above).toEqual(defect);
      }
    }
  });
});

describe('the dirty lines of a lower rate are among those of a higher one', () => {
  // These take from earlier lines, and what became of those depends on the rate.
  const TAKERS: readonly Partial<Record<DefectKind, number>>[] = [
    { conflicting_duplicate: 1 },
    { conflicting_duplicate: 1, duplicate: 1 },
    { conflicting_duplicate: 1, missing_field: 1 },
    { duplicate: 1, torn_line: 1 },
  ];
  for (const weights of TAKERS) {
    test(`with ${Object.keys(weights).join(' and ')} alone`, () => {
      const [some, all] = [0.3, 1].map((rate) => inject(DRIVERS_10K, qualityOf(rate, weights)).defects);
      const lines = new Set(all!.map(({ line }) => line));
      expect(some!.filter(({ line }) => !lines.has(line))).toEqual([]);
      expect(some!.length).toBeGreaterThan(2500);
      // The first line has nothing to take from.
      expect(all!.length).toBeGreaterThanOrEqual(9999);
    });
  }
});

describe('clean lines', () => {
  for (const generator of GENERATORS) {
    for (const rate of [0, 0.05, 1]) {
      test(`keep their bytes in ${generator} batches at ${rate}`, () => {
        const clean = cleanStripe(generator, 5000);
        const { emitted, defects } = inject(clean, qualityOf(rate), contextOf(generator));
        const dirty = new Set(defects.map(({ line }) => line));
        expect(emitted.lineCount).toBe(clean.lineCount);
        for (let i = 0; i < clean.lineCount; i++) {
          const isSame = latin1(lineOf(emitted, i)) === latin1(lineOf(clean, i));
          if (isSame === dirty.has(i)) throw new Error(`line ${i}: ${textOf(lineOf(emitted, i))}`);
        }
      });
    }
  }

  test('are all there are where a generator is left out', () => {
    const { emitted, defects } = inject(DRIVERS_10K, { ...qualityOf(1), inDriverEvents: false });
    expect(defects).toEqual([]);
    expect(Buffer.compare(emitted.view(), DRIVERS_10K.view())).toBe(0);
  });

  test('are all there are where every weight is 0, or no kind allows the records', () => {
    expect(inject(DRIVERS_10K, qualityOf(1, {})).defects).toEqual([]);
    const companies = inject(
      cleanStripe('company', 100),
      qualityOf(1, { out_of_range: 1 }),
      contextOf('company'),
    );
    expect(companies.defects).toEqual([]);
    expect(companies.emitted.lineCount).toBe(100);
  });
});

describe('weights', () => {
  for (const generator of GENERATORS) {
    test(`are relative in ${generator} batches (χ², p = 0.001)`, () => {
      const clean = generator === 'driver' ? DRIVERS_100K : cleanStripe('company', 50_000);
      const { defects } = inject(clean, qualityOf(0.5), contextOf(generator));
      const kinds = DEFECT_KINDS.filter(({ kind, weight }) => weight > 0 && ALLOWED_IN[generator](kind));
      const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
      const chiSquare = kinds.reduce((sum, { kind, weight }) => {
        const expected = (defects.length * weight) / total;
        const observed = defects.filter((defect) => defect.kind === kind).length;
        return sum + (observed - expected) ** 2 / expected;
      }, 0);
      // 18 and 14 degrees of freedom.
      expect(chiSquare).toBeLessThan(generator === 'driver' ? 42.31 : 36.12);
      expect(kinds.length).toBe(generator === 'driver' ? 19 : 15);
    });
  }

  test('a multiple of all of them changes nothing', () => {
    const quality = qualityOf(0.2);
    const doubled = Object.fromEntries(Object.entries(quality.weights).map(([kind, w]) => [kind, 2 * w]));
    const weights = doubled as Quality['weights'];
    expect(inject(DRIVERS_10K, { ...quality, weights }).defects).toEqual(
      inject(DRIVERS_10K, quality).defects,
    );
  });
});

describe('place', () => {
  test('the first line has no line to repeat and gets another defect', () => {
    const weights = { duplicate: 1e9, conflicting_duplicate: 1e9, null_value: 1 };
    const { defects } = inject(cleanStripe('driver', 1), qualityOf(1, weights));
    expect(defects.map(({ kind }) => kind)).toEqual(['null_value']);
  });

  test('a conflict takes the id of an earlier line that still shows it', () => {
    const hiding = {
      null_value: 1,
      renamed_field: 1,
      padded_id: 1,
      duplicate: 1,
      torn_line: 1,
      bad_encoding: 1,
    };
    const { emitted, defects } = inject(DRIVERS_10K, qualityOf(0.9, { ...hiding, conflicting_duplicate: 2 }));
    const lineOfId = new Map<unknown, number>();
    for (let i = 0; i < 10_000; i++) lineOfId.set(JSON.parse(textOf(lineOf(DRIVERS_10K, i))).event_id, i);
    const unreadable = new Set(
      defects.filter(({ kind }) => kind === 'torn_line' || kind === 'bad_encoding').map(({ line }) => line),
    );

    const conflicts = defects.filter(({ kind }) => kind === 'conflicting_duplicate');
    expect(conflicts.length).toBeGreaterThan(2000);
    for (const { line } of conflicts) {
      const { event_id } = JSON.parse(textOf(lineOf(emitted, line)));
      const source = lineOfId.get(event_id)!;
      expect(source).toBeLessThan(line);
      expect(unreadable.has(source)).toBe(false);
      expect(JSON.parse(textOf(lineOf(emitted, source))).event_id).toBe(event_id);
    }
  });

  test('a conflict is one: companies alike in all but their ids have none', () => {
    const company = JSON.parse(textOf(lineOf(cleanStripe('company', 1), 0)));
    const twins = stripeOf([company, { ...company, company_id: uuid(2, 1) }]);
    const quality = qualityOf(1, { conflicting_duplicate: 1 });
    expect(inject(twins, quality, contextOf('company')).defects).toEqual([]);
  });

  test('where no id can be taken the line gets another defect', () => {
    // Line 0 has none to take and is torn, so that line 1 has none either, and so on.
    const weights = { conflicting_duplicate: 1e9, torn_line: 1 };
    const { defects } = inject(cleanStripe('driver', 2000), qualityOf(1, weights));
    expect(defects.length).toBe(2000);
    expect(new Set(defects.map(({ kind }) => kind))).toEqual(new Set(['torn_line']));
  });

  test('a truck of another company needs another company', () => {
    const quality = qualityOf(1, { reference_mismatch: 1 });
    for (const companyCount of [0, 1]) {
      const own = JSON.parse(textOf(lineOf(DRIVERS_10K, 0))).company_id;
      const context = contextOf('driver', { companyCount, companyIdAt: () => own });
      expect(inject(cleanStripe('driver', 1), quality, context).defects).toEqual([]);
    }
  });

  test('an instant outside its interval is on both sides, and `e` itself counts as outside', () => {
    const interval = { startMs: INTERVAL.startMs, endMs: INTERVAL.startMs + 1 };
    const quality = qualityOf(1, { boundary_violation: 1 });
    const { defects } = inject(cleanStripe('driver', 100), quality, contextOf('driver', { interval }));
    const instants = new Set(defects.map(({ ops }) => ops[0]!.after));
    expect([...instants].sort()).toEqual(['2025-11-09T11:59:59.999Z', '2025-11-09T12:00:00.001Z']);
  });
});

describe('the same', () => {
  test('input gives the same output, whatever the injector did before, in runs of any length', () => {
    const quality = qualityOf(0.4);
    const first = inject(DRIVERS_10K, quality);
    const injector = new DefectInjector();
    const emitted = new LineBuffer();
    injectDefects(DRIVERS_100K, emitted, qualityOf(0.1), contextOf('driver', { seed: 7 }), injector);
    for (const runLines of [1, 17, 20_000]) {
      const defects = injectDefects(DRIVERS_10K, emitted, quality, contextOf('driver'), injector, runLines);
      expect(defects).toEqual(first.defects);
      expect(Buffer.compare(emitted.view(), first.emitted.view())).toBe(0);
    }
  });

  test('line of another seed or stripe has its own fate', () => {
    const linesOf = (changes: Partial<DefectContext>) =>
      inject(DRIVERS_10K, qualityOf(0.05), contextOf('driver', changes)).defects.map(({ line }) => line);
    expect(linesOf({ seed: 43 })).not.toEqual(linesOf({}));
    expect(linesOf({ stripe: 1 })).not.toEqual(linesOf({}));
  });

  test('line in a shorter stripe has the same fate', () => {
    const long = inject(DRIVERS_10K, qualityOf(0.4)).defects.filter(({ line }) => line < 1000);
    expect(inject(cleanStripe('driver', 1000), qualityOf(0.4)).defects).toEqual(long);
  });
});

test('an empty stripe stays empty', () => {
  const { emitted, defects } = inject(cleanStripe('driver', 0), qualityOf(1));
  expect(defects).toEqual([]);
  expect(emitted.length).toBe(0);
});
