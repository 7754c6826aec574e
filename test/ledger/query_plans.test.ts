import type { Database, Statement } from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeYear } from '../../bench/ledger/year_of_batches.ts';
import { inTempFolder } from '../../bench/temp_folder.ts';
import { Feedback } from '../../src/ledger/feedback.ts';
import { History } from '../../src/ledger/history.ts';
import { Ledger } from '../../src/ledger/ledger.ts';

const ROWS = 400;
const DATASET = 1;
/** Tables that grow with every batch, and what they are called in queries. */
const LARGE = [
  'batches',
  'events',
  'batch_issues',
  'stage_reports',
  'report',
  'verdicts',
  'verdict_parts',
  'scores',
];

type Asked = { readonly sql: string; readonly plan: string[] };

/** The plans of all statements that a connection has prepared while `ask` runs. */
function plansOf($client: Database, ask: () => void): Asked[] {
  const asked: string[] = [];
  const prepare = $client.prepare;
  $client.prepare = ((sql: string) => {
    asked.push(sql);
    return prepare.call($client, sql);
  }) as typeof prepare;
  try {
    ask();
  } finally {
    $client.prepare = prepare;
  }
  return asked
    .filter((sql) => /^\s*(select|insert|update|delete|with)/i.test(sql))
    .map((sql) => {
      const given = [...sql.matchAll(/\?/g)].map(() => null);
      const named = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]));
      const explain = prepare.call($client, `EXPLAIN QUERY PLAN ${sql}`) as Statement<unknown[]>;
      const rows = (given.length > 0 ? explain.all(...given) : explain.all(named)) as { detail: string }[];
      return { sql, plan: rows.map(({ detail }) => detail) };
    });
}

/** What reads a large table from end to end, or sorts what it has read of it. */
function slowIn({ plan }: Asked): string[] {
  const sorts = plan.some((detail) => detail.startsWith('USE TEMP B-TREE FOR ORDER BY'));
  return plan.filter((detail) => {
    const [, how, table, by] = detail.match(/^(SCAN|SEARCH) (\w+).*?(\(.*\))?$/) ?? [];
    if (!LARGE.includes(table ?? '')) return false;
    return how === 'SCAN' || (sorts && /^\(dataset_id=\?( AND generator=\?)?\)$/.test(by ?? ''));
  });
}

const scope = {
  datasetId: DATASET,
  pipeline: 'default',
  generator: 'driver',
  last: null,
  fromMs: null,
  toMs: null,
} as const;

/** Everything that is asked while a service lives, and at its start. */
const HOT: Record<string, (ledger: Ledger, history: History, feedback: Feedback) => void> = {
  'totals and lateness': (_, history) => {
    history.totals(DATASET, 'driver', 0);
    history.issues(DATASET);
    history.lateness(DATASET);
  },
  'pages of batches': (_, history) => {
    history.batches(DATASET, { limit: 10 });
    history.batches(DATASET, { limit: 10, generator: 'company', before: 100 });
  },
  'one batch': (ledger, history, feedback) => {
    history.batch(DATASET, 'driver', '20250101T000000Z');
    ledger.everPublished('driver', '20240101T000000Z');
    ledger.wasPublished(DATASET, 'driver', '20240101T000000Z');
    feedback.stagesOf(2);
  },
  facts: (_, history) => {
    history.eventsAfter(100, 10);
  },
  positions: (ledger) => {
    ledger.position(DATASET, 'driver');
    ledger.publishedSpan(DATASET, 'company');
    ledger.newestBatch(DATASET);
    ledger.hasPublished(DATASET, 'driver', 'production');
    ledger.companyBytes(DATASET);
    ledger.planned();
  },
  grades: (_, __, feedback) => {
    for (const last of [null, 10]) feedback.sums.of({ ...scope, last });
    feedback.sums.of({
      ...scope,
      fromMs: Date.parse('2025-01-01T00:01:00Z'),
      toMs: Date.parse('2025-01-01T00:20:00Z'),
    });
    feedback.dropCutSubmissions();
  },
};

test.each(Object.keys(HOT))('%s read no large table from end to end', (name) =>
  inTempFolder(async (folder) => {
    const file = `${folder}/ledger.sqlite`;
    makeYear(file, { rows: ROWS, graded: 50 });
    const ledger = new Ledger(file);
    const { connection } = ledger;
    const plans = plansOf(connection.$client, () =>
      HOT[name]!(ledger, new History(connection), new Feedback(connection)),
    );
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((asked) => slowIn(asked).length > 0)).toEqual([]);
    ledger.close();
  }),
);

test('a query that reads all is told by its plan', () =>
  inTempFolder(async (folder) => {
    makeYear(`${folder}/ledger.sqlite`, { rows: ROWS, graded: 50 });
    const ledger = new Ledger(`${folder}/ledger.sqlite`);
    const { $client } = ledger.connection;
    const plans = plansOf($client, () => {
      $client.prepare('SELECT sum(bytes) FROM batches').get();
      $client.prepare('SELECT id FROM batches WHERE dataset_id = 1 ORDER BY bytes LIMIT 1').get();
    });
    expect(plans.map((asked) => slowIn(asked).length)).toEqual([1, 1]);
    ledger.close();
  }));
