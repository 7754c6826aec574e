import { setDefaultTimeout } from 'bun:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Warehouse } from '../../examples/medallion/warehouse/warehouse.ts';
import { Stream } from '../../src/random/stream.ts';
import { eventually } from '../dashboard/browser/eventually.ts';
import { RunningService } from '../dashboard/browser/running_service.ts';
import { withMedallion } from './installed.ts';
import { PublishedLines } from './published_lines.ts';
import { RunningPipeline } from './running_pipeline.ts';

/** Every kind of defect; batches as often as they come. */
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT2S, driver_batch_interval: PT1S, companies_per_batch: 10, events_per_batch_min: 20, events_per_batch_max: 40 }
quality_injection: { enabled: true, corruption_rate: 0.3, torn_line_probability: 0.05, bad_encoding_probability: 0.05 }
`;
const SEED = Number(process.env.TACHOGRAPH_KILL_SEED ?? 8);
/** A batch is on its way through the layers for most of a second, on a busy machine. */
const LONGEST_LIFE_MS = 8_000;
/** How far the service comes before the clean, and again after it: a minute in all, waited for in steps. */
const BATCHES = [10, 20, 30];

type Grade = {
  readonly batches: { readonly graded: number; readonly pending: number };
  readonly records: { readonly total: number; readonly false_positives: number; readonly unmatched: number };
  readonly scopes: readonly {
    readonly scope: string;
    readonly dirty: number;
    readonly recall: number | null;
  }[];
};

withMedallion('a pipeline that is killed', () => {
  setDefaultTimeout(300_000);

  test(`accounts for every line once, and catches every defect of a row (seed ${SEED})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tachograph-medallion-'));
    const data = join(folder, 'data');
    const random = new Stream(SEED, 1, 2, 3);
    const service = await RunningService.start({ config: CONFIG, dataDir: data });
    const pipeline = new RunningPipeline(data, join(folder, 'warehouse'), service.origin);
    const published = new PublishedLines(data);
    try {
      pipeline.start();
      await killAtRandom(pipeline, random);
      const number = async () => (await service.newestBatch('driver')).batch_number;
      const come = async () => {
        for (const wanted of BATCHES) await eventually(async () => assert((await number()) >= wanted));
      };
      await come();

      // What is visible when the pause is answered is all there is.
      await service.post('/api/pause');
      published.look();
      await eventually(async () => assert.equal(await goldBatches(service), await number()));
      await service.post('/api/clean');
      await service.post('/api/resume');

      await killAtRandom(pipeline, random);
      await come();
      await service.post('/api/pause');
      published.look();
      const last = await number();
      await eventually(async () => {
        const { batches } = await service.get<Grade>('/api/grade?pipeline=medallion');
        assert.deepEqual(batches, { graded: last, pending: 0 });
        assert.equal(await goldBatches(service), last);
      });

      const grade = await service.get<Grade>('/api/grade?pipeline=medallion');
      const row = grade.scopes.find(({ scope }) => scope === 'row')!;
      expect(row.dirty).toBeGreaterThan(50);
      expect(row.recall).toBe(1);
      expect(grade.records).toMatchObject({ false_positives: 0, unmatched: 0 });

      await pipeline.end('SIGINT');
      await inWarehouse(join(folder, 'warehouse'), (warehouse) => checkWarehouse(warehouse, published));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${pipeline.log}`, { cause: error });
    } finally {
      await service.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  });
});

async function killAtRandom(pipeline: RunningPipeline, random: Stream): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_LIFE_MS)));
  await pipeline.end('SIGKILL');
  pipeline.start();
}

/** How many batches of the dataset the service was told to be in gold. */
async function goldBatches(service: RunningService): Promise<number> {
  const batches = await service.newestBatches('driver', 200);
  const inGold = await Promise.all(
    batches.map(async ({ batch_id }) => {
      const { stages } = await service.get<{ stages: { pipeline: string; stage: string }[] }>(
        `/api/batches/driver/${batch_id}`,
      );
      return stages.some(({ pipeline, stage }) => pipeline === 'medallion' && stage === 'gold');
    }),
  );
  return inGold.filter(Boolean).length;
}

async function inWarehouse(path: string, look: (warehouse: Warehouse) => Promise<void>): Promise<void> {
  const { Warehouse } = await import('../../examples/medallion/warehouse/warehouse.ts');
  const warehouse = await Warehouse.open(path);
  await look(warehouse);
  warehouse.close();
}

async function checkWarehouse(warehouse: Warehouse, published: PublishedLines): Promise<void> {
  const lines = await warehouse.rows(
    "SELECT concat_ws(' ', batch_id, line, sha256) AS row FROM bronze.lines",
  );
  expect(lines.map(({ row }) => String(row)).sort()).toEqual(published.rows);

  const files = join(warehouse.folder, 'silver/events/*/*/*/*.parquet');
  await warehouse.run(
    `CREATE TEMP VIEW silver_events AS SELECT * FROM read_parquet('${files}', hive_partitioning = true)`,
  );
  const rest = await warehouse.rows(`
    WITH placed AS (
      SELECT generation, batch_id, line FROM silver_events
      UNION ALL SELECT generation, batch_id, line FROM silver.quarantine
    )
    SELECT generation, batch_id, line, count(p.line) AS times
    FROM bronze.lines b FULL JOIN placed p USING (generation, batch_id, line)
    GROUP BY ALL HAVING count(p.line) <> 1 OR count(b.line) <> 1`);
  expect(rest).toEqual([]);
  const accounting = await warehouse.rows(
    'SELECT count(*) AS batches, sum(lost + repeated) AS wrong FROM control.accounting WHERE once = lines',
  );
  expect(accounting).toEqual([{ batches: `${published.batchCount}`, wrong: '0' }]);

  await warehouse.run(readFileSync(join(import.meta.dirname, 'scratch_gold.sql'), 'utf8'));
  for (const [table, scratch] of [
    ['gold.driving_sessions', 'scratch_sessions'],
    ['gold.company_hours', 'scratch_hours'],
  ]) {
    const [same] = await warehouse.rows(`
      SELECT (SELECT count(*) FROM ${table}) AS rows,
             (SELECT count(*) FROM (FROM ${table} EXCEPT ALL FROM ${scratch})) AS too_many,
             (SELECT count(*) FROM (FROM ${scratch} EXCEPT ALL FROM ${table})) AS too_few`);
    expect({ table, ...same }).toMatchObject({ table, too_many: '0', too_few: '0' });
    expect(Number(same!.rows)).toBeGreaterThan(0);
  }
}
