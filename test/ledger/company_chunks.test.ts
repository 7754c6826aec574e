import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompanyChunks } from '../../src/ledger/company_chunks.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { MODES, type Mode } from '../../src/plan/batch.ts';
import { at, time } from '../fixtures.ts';
import { addBatch, openLedger } from './ledger_fixture.ts';

const CHUNK = 1024;

/** Publishes a company batch with facts of its own; returns its row. */
function publish(
  ledger: Ledger,
  datasetId: number,
  number: number,
  mode: Mode = 'emulated',
  bytes = number % 3,
) {
  const start = time(at('00:00:00') + 10_000 * (number - 1));
  const facts = new Uint8Array(bytes).fill(number);
  return addBatch(ledger, {
    datasetId,
    generator: 'company',
    number,
    start,
    mode,
    fileOffset: 0,
    staged: { facts },
  });
}

const chunksOf = ({ connection }: Ledger) =>
  connection.$client
    .prepare('SELECT mode, from_number, to_number FROM company_chunks ORDER BY 1, 2')
    .raw()
    .all();

/** The facts as the rows of the batches have them. */
function ofRows({ connection }: Ledger, datasetId: number, mode: Mode) {
  const rows = connection.$client
    .prepare(
      `SELECT number, interval_end, facts FROM batches
      WHERE dataset_id = ? AND mode = ? AND generator = 'company' AND state = 'published' ORDER BY number`,
    )
    .raw()
    .all(datasetId, mode) as [number, string, Uint8Array][];
  return rows.map(([number, end, facts]) => ({ number, endMs: Date.parse(end), facts: [...facts] }));
}

const listOf = (facts: ReturnType<CompanyChunks['read']>) =>
  [...facts].map((batch) => ({ ...batch, facts: [...batch.facts] }));

test('batches are gathered as they are published, and read as their rows say', () => {
  const { ledger, datasetId } = openLedger();
  for (let number = 1; number <= CHUNK + 3; number++) publish(ledger, datasetId, number);
  expect(chunksOf(ledger)).toEqual([['emulated', 1, CHUNK]]);
  expect(listOf(ledger.companyFacts(datasetId, 'emulated'))).toEqual(ofRows(ledger, datasetId, 'emulated'));
  expect(listOf(ledger.companyFacts(datasetId, 'production'))).toEqual([]);
});

test('batches with millions of companies are read one by one, and looked at once in a while', () => {
  const { ledger, datasetId } = openLedger();
  const chunks = new CompanyChunks(ledger.connection, 4);
  const rows = [1, 2, 3, 4].map((number) => publish(ledger, datasetId, number, 'emulated', 2 * 1024 * 1024));
  for (const row of rows) chunks.gatherUpTo(row);
  expect(chunksOf(ledger)).toEqual([]);
  expect(listOf(chunks.read(datasetId, 'emulated'))).toHaveLength(4);
});

/** What happens to a ledger: a batch is published, one is deleted by hand, all companies are, a mode is cleaned. */
const acts = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ kind: fc.constant('publish' as const), mode: fc.constantFrom(...MODES) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('clean' as const), mode: fc.constantFrom(...MODES) }),
    },
  ),
  { minLength: 1, maxLength: 60 },
);

test('whatever happens to batches, chunks and rows say the same', () => {
  fc.assert(
    fc.property(acts, (drawn) => {
      const { ledger, datasetId } = openLedger();
      const chunks = new CompanyChunks(ledger.connection, 3);
      const rows: number[] = [];
      for (const act of drawn) {
        if (act.kind === 'publish') {
          const row = publish(ledger, datasetId, rows.length + 1, act.mode);
          rows.push(row);
          chunks.gatherUpTo(row);
        } else if (act.kind === 'remove' && rows.length > 0)
          ledger.markRemoved([rows[act.which % rows.length]!]);
        else if (act.kind === 'retire') ledger.retireCompanies(datasetId);
        else if (act.kind === 'clean')
          ledger.finishClean(datasetId, act.mode, new Map(), { atMs: 0, type: 'lifecycle', payload: {} });
        for (const mode of MODES)
          expect(listOf(chunks.read(datasetId, mode))).toEqual(ofRows(ledger, datasetId, mode));
      }
    }),
    { numRuns: 200 },
  );
});
