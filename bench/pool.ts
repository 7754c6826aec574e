import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PublishedCompanies } from '../src/engine/published_companies.ts';
import { FACT_BYTES } from '../src/fleet/company_facts.ts';
import type { Pool } from '../src/fleet/pool.ts';
import { Ledger } from '../src/ledger/ledger.ts';
import { pressBatch } from '../src/press/press.ts';
import { StripePress } from '../src/press/stripe_press.ts';
import { companyJobOf, sizingOf } from '../test/press/jobs.ts';
import type { Figure, Section } from './figure.ts';
import { type Best, measureInTurn } from './in_turn.ts';
import { inTempFolder } from './temp_folder.ts';

export type PoolSize = {
  readonly companies: number;
  /** The best of them counts. */
  readonly rounds: number;
  readonly lookups: number;
};

export const POOL: Section<PoolSize> = {
  name: 'pool',
  seconds: { quick: 20, full: 40 },
  sizes: {
    tiny: { companies: 1000, rounds: 1, lookups: 1000 },
    quick: { companies: 1_000_000, rounds: 2, lookups: 1_000_000 },
    full: { companies: 1_000_000, rounds: 5, lookups: 10_000_000 },
  },
  measure: measurePool,
};

const INTERVAL_MS = 10_000;
/** How many companies come at a time: all at once, the largest fleet's share of an hour, and the emulated preset's ten. */
const COMPANIES_A_BATCH = [1_000_000, 10_000, 10];

/**
 * What a start does with a large fleet: from the ledger's file to the pool, for the same companies in one batch, in some and in very many;
 * the memory that the pool keeps; who is eligible at an instant. And how long the press takes to make them in one batch.
 */
export function measurePool({ companies, rounds, lookups }: PoolSize): Promise<Figure[]> {
  return inTempFolder(async (folder) => {
    const job = companyJobOf({ sizing: sizingOf({ companiesPerBatch: companies }) });
    const press = new StripePress();
    const made = measureInTurn(rounds, { press: () => pressBatch(job, () => {}, press) }).get('press')!;
    const figures: Figure[] = [
      { name: 'made in one batch', value: made.seconds, unit: 's, to memory', hash: made.made.sha256 },
    ];
    // A sixteenth more is more than stands empty for those that are not active.
    const newcomers = made.made.facts!.subarray(0, Math.ceil(companies / 16) * FACT_BYTES);
    for (const each of new Set(COMPANIES_A_BATCH.map((most) => Math.min(most, companies)))) {
      const count = Math.ceil(companies / each);
      const file = join(folder, `${count}.sqlite`);
      fill(file, made.made.facts!, each);
      const best = measureInTurn(rounds, { load: () => load(file) }).get('load')!;
      const name = `${companies.toLocaleString('en')} in ${count.toLocaleString('en')} ${count === 1 ? 'batch' : 'batches'}`;
      figures.push(...poolFigures(name, best, bytesKept(file, newcomers), lookups));
    }
    return figures;
  });
}

function poolFigures(
  name: string,
  { made: pool, seconds }: Best<Pool>,
  bytes: number,
  lookups: number,
): Figure[] {
  const { companies, poolTo } = pool.eligibleAt(Infinity);
  const endMs = poolTo! * INTERVAL_MS;
  const startedMs = performance.now();
  // A step that shares no factor with the range: instants far apart, as no cache likes them.
  let found = 0;
  for (let i = 0; i < lookups; i++) found += pool.eligibleAt((i * 7_368_787) % endMs).companies.count;
  const perSecond = lookups / ((performance.now() - startedMs) / 1000);
  if (!(found >= 0)) throw new Error('nobody was looked up');
  return [
    { name, value: seconds, unit: 's, ledger to pool', goal: '< 2', hash: hashOf(companies) },
    {
      name: `${name}, memory`,
      value: bytes / companies.count,
      unit: 'bytes an active company',
      goal: '≤ 32',
    },
    { name: `${name}, lookups`, value: perSecond / 1e6, unit: 'M/s' },
  ];
}

/** Makes a ledger whose published batches hold the companies, so many each. */
function fill(file: string, facts: Uint8Array, companiesEach: number): void {
  const ledger = new Ledger(file);
  const { id: datasetId } = ledger.beginDataset(42, 0);
  ledger.beginRun({
    id: 'bench',
    datasetId,
    mode: 'production',
    seed: 42,
    config: '{}',
    configHash: '',
    version: '',
    generatorVersion: 0,
    startedMs: 0,
  });
  const { $client } = ledger.connection;
  const insert = $client.prepare(
    `INSERT INTO batches (dataset_id, run_id, generator, number, batch_id, interval_start, interval_end, seed, state, mode, cause,
      generator_version, planned_at, record_count, valid_count, corrupted_count, bytes, sha256, facts, published_at, file_offset)
    VALUES (?, 'bench', 'company', ?, ?, ?, ?, 42, 'published', 'production', 'schedule', 0, '', ?, ?, 0, 0, '', ?, '', 0)`,
  );
  const bytesEach = companiesEach * FACT_BYTES;
  $client.transaction(() => {
    for (let from = 0, number = 1; from < facts.length; from += bytesEach, number++) {
      const batch = facts.subarray(from, from + bytesEach);
      const count = batch.length / FACT_BYTES;
      const [start, end] = [(number - 1) * INTERVAL_MS, number * INTERVAL_MS].map((ms) =>
        new Date(ms).toISOString(),
      );
      insert.run(datasetId, number, start, start, end, count, count, batch);
    }
  })();
  ledger.close();
}

function load(file: string): Pool {
  const ledger = new Ledger(file);
  try {
    const companies = new PublishedCompanies(ledger, 'production');
    companies.load(ledger.openDataset()!.id);
    return companies.pool;
  } finally {
    ledger.close();
  }
}

/** How many bytes more there are with a pool than without it, when it has just grown for a batch that came after the load. */
function bytesKept(file: string, newcomers: Uint8Array): number {
  const before = bytesInUse();
  const pool = load(file);
  const number = pool.eligibleAt(Infinity).poolTo! + 1;
  pool.append(number, number * INTERVAL_MS, newcomers);
  const kept = bytesInUse() - before;
  if (pool.eligibleAt(Infinity).poolTo !== number) throw new Error('nobody came');
  return kept;
}

/** Of the heap and of what it holds outside, shared memory included. */
function bytesInUse(): number {
  Bun.gc(true);
  return process.memoryUsage().heapUsed;
}

function hashOf({ count, ids, homeLat, homeLon }: ReturnType<Pool['eligibleAt']>['companies']): string {
  const hash = createHash('sha256');
  for (const column of [ids.subarray(0, 4 * count), homeLat.subarray(0, count), homeLon.subarray(0, count)]) {
    hash.update(new Uint8Array(column.buffer, 0, column.byteLength).slice());
  }
  return hash.digest('hex');
}
