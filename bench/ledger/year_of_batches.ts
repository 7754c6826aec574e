import { hash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { FACT_BYTES } from '../../src/fleet/company_facts.ts';
import { CompanyChunks } from '../../src/ledger/company_chunks.ts';
import { Ledger } from '../../src/ledger/ledger.ts';

/** Interval of both generators, in ms, and when the first of them begins. */
export const INTERVAL_MS = 10_000;
export const BEGIN_MS = Date.parse('2025-01-01T00:00:00Z');

/** The pipelines that report on the batches. */
export const PIPELINES = ['default', 'other'] as const;

export type YearSize = {
  /** Batches of both generators together: half of them each. 6,307,200 are a year. */
  readonly rows: number;
  /** Driver batches that `default` has reported on and submitted verdicts on, the newest; `other` has a third of them. */
  readonly graded: number;
};

/** What every batch holds, by the ledger's word. */
export const LINES = `${'.'.repeat(199)}\n`;
const SHA256 = hash('sha256', LINES);

/** Rows that go into one transaction. */
const ROWS_AT_ONCE = 400_000;

/**
 * Makes the ledger of a service that has run for long, by SQL alone: of the files there are none. Each batch has its fact on the bus, every
 * fourth driver batch two kinds of defects, every 100,000th interval a gap before it.
 *
 * @returns its dataset
 */
export function makeYear(file: string, { rows, graded }: YearSize): number {
  const ledger = new Ledger(file);
  try {
    const { $client } = ledger.connection;
    $client.pragma('synchronous = OFF');
    $client.pragma('cache_size = -1000000');
    const { id: dataset } = ledger.beginDataset(42, BEGIN_MS);
    ledger.beginRun({
      id: 'year',
      datasetId: dataset,
      mode: 'emulated',
      seed: 42,
      config: JSON.stringify({ intervalMs: { company: INTERVAL_MS, driver: INTERVAL_MS } }),
      configHash: 'year',
      version: '',
      generatorVersion: 2,
      startedMs: BEGIN_MS,
    });
    const each = Math.floor(rows / 2);
    inParts($client, 1, each, (from, to) => addBatches($client, dataset, from, to));
    addSums($client, dataset);
    gatherCompanies(ledger);
    for (const [i, pipeline] of PIPELINES.entries()) {
      const first = each - (i === 0 ? graded : Math.floor(graded / 3)) + 1;
      inParts($client, first, each, (from, to) => addFeedback($client, pipeline, from, to));
    }
    return dataset;
  } finally {
    ledger.close();
  }
}

/** Gathers company batches as a service does while it publishes them. */
function gatherCompanies({ connection }: Ledger): void {
  const { $client } = connection;
  const chunks = new CompanyChunks(connection);
  const count = () => $client.prepare('SELECT count(*) FROM company_chunks').pluck().get() as number;
  const newest = $client
    .prepare(`SELECT id FROM batches WHERE generator = 'company' ORDER BY number DESC LIMIT 1`)
    .pluck()
    .get() as number;
  const gatherAll = () => {
    for (let before = -1; before !== count(); ) {
      before = count();
      chunks.gatherUpTo(newest);
    }
  };
  $client.transaction(gatherAll)();
}

function inParts($client: Database, first: number, last: number, add: (from: number, to: number) => void) {
  for (let from = first; from <= last; from += ROWS_AT_ONCE) {
    $client.transaction(() => add(from, Math.min(last, from + ROWS_AT_ONCE - 1)))();
  }
}

// Row 2n − 1 is company batch n, row 2n driver batch n, both of the interval n − 1.
const NUMBERS =
  'WITH RECURSIVE counted(n) AS (VALUES(CAST(@from AS INTEGER)) UNION ALL SELECT n + 1 FROM counted WHERE n < @to)';
const instant = (s: string) => `strftime('%Y-%m-%dT%H:%M:%S.000Z', ${s}, 'unixepoch')`;
const S = INTERVAL_MS / 1000;
const START = `${BEGIN_MS / 1000} + (n - 1) * ${S}`;
const END = `${BEGIN_MS / 1000} + n * ${S}`;
const BATCH_ID = `strftime('%Y%m%dT%H%M%SZ', ${START}, 'unixepoch')`;
const EVENTS = '(8 + n * 7919 % 13)';
const DIRTY = '(CASE WHEN n % 4 = 0 THEN 2 ELSE 0 END)';

function addBatches($client: Database, dataset: number, from: number, to: number): void {
  const company = [
    `'company'`,
    '2 * n - 1',
    '1',
    '0',
    'NULL',
    'NULL',
    `(n - 1) * ${LINES.length}`,
    `x'${'00'.repeat(FACT_BYTES - 1)}01'`,
  ];
  const driver = [
    `'driver'`,
    '2 * n',
    EVENTS,
    DIRTY,
    'CASE WHEN n > 1 THEN 1 END',
    'nullif(n - 1, 0)',
    'NULL',
    'NULL',
  ];
  const rowOf = ([generator, id, records, dirty, poolFrom, poolTo, offset, facts]: string[]) => `
    SELECT ${id} AS id, @dataset, 'year', ${generator}, n, ${BATCH_ID}, ${instant(START)}, ${instant(END)}, 41 + n, 'published',
      'emulated', 'schedule', ${poolFrom}, ${poolTo}, 2, ${instant(START)}, ${records}, ${records} - ${dirty}, ${dirty}, ${LINES.length},
      '${SHA256}', 0.5, ${instant(END)}, ${facts}, ${instant(END)}, n * 7919 % 997, ${offset} FROM counted`;
  $client
    .prepare(
      `${NUMBERS} INSERT INTO batches (id, dataset_id, run_id, generator, number, batch_id, interval_start, interval_end, seed, state,
        mode, cause, pool_from, pool_to, generator_version, planned_at, record_count, valid_count, corrupted_count, bytes,
        sha256, generation_ms, generation_timestamp, facts, published_at, lateness_us, file_offset)
      ${rowOf(company)} UNION ALL ${rowOf(driver)} ORDER BY id`,
    )
    .run({ dataset, from, to });
  $client
    .prepare(
      `INSERT INTO events (at, type, payload)
      SELECT published_at, 'batch_generated', json_object('event', 'batch_generated', 'timestamp', published_at, 'mode', mode,
        'generator', generator, 'batch_id', batch_id, 'batch_number', number, 'record_count', record_count, 'valid_count', valid_count,
        'corrupted_count', corrupted_count, 'issues', json('{}'), 'interval_start', interval_start, 'interval_end', interval_end,
        'interval_seconds', ${S}, 'bytes', bytes, 'lateness_us', lateness_us, 'generation_ms', generation_ms)
      FROM batches WHERE id BETWEEN 2 * ? - 1 AND 2 * ? ORDER BY id`,
    )
    .run(from, to);
  $client
    .prepare(
      `INSERT INTO batch_issues SELECT id, kind, 1 FROM batches, (SELECT 'missing_field' AS kind UNION ALL SELECT 'null_value')
      WHERE id BETWEEN 2 * ? - 1 AND 2 * ? AND corrupted_count > 0`,
    )
    .run(from, to);
  $client
    .prepare(
      `INSERT INTO gaps (dataset_id, run_id, generator, from_at, to_at, count, reason, recorded_at)
      SELECT dataset_id, run_id, generator, interval_start, interval_start, 0, 'paused', interval_start FROM batches
      WHERE id BETWEEN 2 * ? - 1 AND 2 * ? AND number % 100000 = 0`,
    )
    .run(from, to);
}

/** What publication keeps of all batches. */
function addSums($client: Database, dataset: number): void {
  $client
    .prepare(
      `INSERT INTO dataset_totals SELECT dataset_id, generator, count(*), sum(record_count), sum(corrupted_count)
      FROM batches WHERE dataset_id = ? GROUP BY generator`,
    )
    .run(dataset);
  $client
    .prepare(`INSERT INTO dataset_issues SELECT ?, kind, sum(count) FROM batch_issues GROUP BY kind`)
    .run(dataset);
}

/** Reports of all stages, a verdict a dirty record, and the score that they come to: one of the two is caught, one record too many flagged. */
function addFeedback($client: Database, pipeline: string, from: number, to: number): void {
  const given = { pipeline, from, to };
  $client
    .prepare(
      `${NUMBERS} INSERT INTO stage_reports SELECT 2 * n, @pipeline, stage, 'done', ${instant(`${END} + 1`)}, 10, 0, 1000
      FROM counted, (SELECT 'bronze' AS stage UNION ALL SELECT 'silver' UNION ALL SELECT 'gold')`,
    )
    .run(given);
  $client
    .prepare(
      `${NUMBERS} INSERT INTO verdicts SELECT 2 * n, @pipeline, @pipeline || '-' || n, ${instant(END)}, 2 FROM counted`,
    )
    .run(given);
  $client
    .prepare(
      `${NUMBERS} INSERT INTO verdict_parts SELECT @pipeline || '-' || n, 0,
        json_object('generator', 'driver', 'batch_id', ${BATCH_ID}, 'line', 1) FROM counted`,
    )
    .run(given);
  const kind = (name: string, caught: number) =>
    `'${name}', json_object('dirty', 1, 'caught', ${caught}, 'named', ${caught}, 'correct', ${caught})`;
  $client
    .prepare(
      `${NUMBERS} INSERT INTO scores SELECT 2 * n, @pipeline, json_object('total', ${EVENTS}, 'dirty', ${DIRTY}, 'truePositives', ${DIRTY} / 2,
        'falsePositives', 1, 'falseNegatives', ${DIRTY} / 2, 'neutral', n % 3, 'unmatched', 0, 'ambiguous', 0,
        'kinds', CASE WHEN n % 4 = 0 THEN json_object(${kind('missing_field', 1)}, ${kind('null_value', 0)}) ELSE json('{}') END,
        'cells', json_object('truePositives', 0, 'falsePositives', 0, 'falseNegatives', 0, 'named', 0)) FROM counted`,
    )
    .run(given);
}
