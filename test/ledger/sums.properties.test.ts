import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFECT_KINDS, type DefectKind } from '../../src/defects/kinds.ts';
import { History } from '../../src/ledger/history.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { GENERATORS, type Generator, MODES, type Mode } from '../../src/plan/batch.ts';
import { at, time } from '../fixtures.ts';
import { addBatch, beginRun, openLedger } from './ledger_fixture.ts';

type Act =
  | {
      readonly kind: 'publish';
      readonly generator: Generator;
      readonly mode: Mode;
      readonly records: number;
      readonly issues: Partial<Record<DefectKind, number>>;
    }
  /** The same, but for the publication. */
  | { readonly kind: 'stage'; readonly generator: Generator }
  /** Somebody deletes one of the batches; which, modulo how many there are. */
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'clean'; readonly mode: Mode | null };

const kinds = DEFECT_KINDS.slice(0, 4).map(({ kind }) => kind);
const generator = fc.constantFrom(...GENERATORS);
const issues = fc.uniqueArray(
  fc.record({ kind: fc.constantFrom(...kinds), count: fc.integer({ min: 1, max: 9 }) }),
  { selector: ({ kind }) => kind },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      generator,
      mode: fc.constantFrom(...MODES),
      records: fc.nat(50),
      issues: issues.map((list) => Object.fromEntries(list.map(({ kind, count }) => [kind, count]))),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stage' as const), generator }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('clean' as const), mode: fc.constantFrom(...MODES, null) }),
  },
);

/** A ledger to which acts are done one by one. */
class Told {
  readonly ledger: Ledger;
  datasets: number[];
  #rows: number[] = [];
  #number = 0;

  constructor() {
    const { ledger, datasetId } = openLedger();
    this.ledger = ledger;
    this.datasets = [datasetId];
  }

  get datasetId(): number {
    return this.datasets.at(-1)!;
  }

  do(act: Act): void {
    if (act.kind === 'publish') {
      const { records, issues, ...given } = act;
      const corruptedCount = Object.values(issues).reduce((sum, count) => sum + count, 0);
      const staged = { recordCount: records + corruptedCount, corruptedCount, issues };
      this.#rows.push(this.#add({ ...given, staged, state: 'published' }));
    } else if (act.kind === 'stage') {
      this.#add({
        generator: act.generator,
        staged: { corruptedCount: 1, issues: { null_value: 1 } },
        state: 'staged',
      });
    } else if (act.kind === 'remove') {
      if (this.#rows.length > 0) this.ledger.markRemoved([this.#rows[act.which % this.#rows.length]!]);
    } else {
      const fact = { atMs: at('13:00:00'), type: 'lifecycle', payload: {} };
      this.ledger.finishClean(this.datasetId, act.mode, new Map(), fact);
      this.#rows = this.ledger.published(this.datasetId).map(({ id }) => id);
      if (act.mode === null) this.#begin();
    }
  }

  #begin(): void {
    const { id } = this.ledger.beginDataset(42, at('13:00:00'));
    beginRun(this.ledger, id, `run-${id}`);
    this.datasets.push(id);
  }

  #add(given: Omit<Parameters<typeof addBatch>[1] & {}, 'number' | 'start' | 'datasetId'>): number {
    const number = ++this.#number;
    const start = time(at('12:00:00') + 10_000 * number);
    return addBatch(this.ledger, { ...given, datasetId: this.datasetId, number, start });
  }
}

/** What the sums should be, added up batch by batch. */
function recounted(ledger: Ledger, datasetId: number) {
  const rows = ledger.connection.all<{
    id: number;
    generator: Generator;
    records: number;
    corrupted: number;
  }>(
    sql`SELECT id, generator, record_count AS records, corrupted_count AS corrupted
      FROM batches WHERE dataset_id = ${datasetId} AND state IN ('published', 'removed')`,
  );
  const issues: Record<string, number> = {};
  for (const { id } of rows) {
    for (const [kind, count] of Object.entries(ledger.issuesOf(id)))
      issues[kind] = (issues[kind] ?? 0) + count;
  }
  const totals = GENERATORS.map((generator) => {
    const own = rows.filter((row) => row.generator === generator);
    return {
      batches: own.length,
      records: own.reduce((sum, row) => sum + row.records, 0),
      corrupted: own.reduce((sum, row) => sum + row.corrupted, 0),
    };
  });
  return { issues, totals };
}

function kept(ledger: Ledger, datasetId: number) {
  const history = new History(ledger.connection);
  const totals = GENERATORS.map((generator) => {
    const { batches, records, corrupted } = history.totals(datasetId, generator, at('13:00:00'));
    return { batches, records, corrupted };
  });
  return { issues: history.issues(datasetId), totals };
}

test('sums that are kept with each publication are those of a count from the beginning, in every dataset', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      const told = new Told();
      for (const each of acts) {
        told.do(each);
        for (const id of told.datasets) expect(kept(told.ledger, id)).toEqual(recounted(told.ledger, id));
      }
      told.ledger.close();
    }),
    { numRuns: 80 },
  );
});

test('these sums count something', () => {
  const told = new Told();
  const batch = { kind: 'publish' as const, generator: 'driver' as const, records: 5 };
  told.do({ ...batch, mode: 'emulated', issues: { null_value: 2 } });
  told.do({ ...batch, mode: 'production', issues: { missing_field: 1 } });
  told.do({ kind: 'remove', which: 0 });
  expect(kept(told.ledger, told.datasetId)).toEqual({
    issues: { null_value: 2, missing_field: 1 },
    totals: [
      { batches: 0, records: 0, corrupted: 0 },
      { batches: 2, records: 13, corrupted: 3 },
    ],
  });
});
