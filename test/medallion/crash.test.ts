import { setDefaultTimeout } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Row } from '../../examples/medallion/warehouse/warehouse.ts';
import { withMedallion } from './installed.ts';
import { COMPANY, company, EVENT, eventId, linesOf, WrittenFolder } from './written_folder.ts';

const MAIN = join(import.meta.dirname, '../../examples/medallion/main.ts');
const DIE_AT = join(import.meta.dirname, 'die_at_statement.ts');
/** Between the statements at which the pipeline dies; a run takes most of a second. */
const STRIDE = 4;

/** All that a batch leaves, but for when. */
const LEFT = [
  'FROM bronze.lines',
  'FROM silver.companies',
  'FROM silver.quarantine',
  'FROM silver.event_ids',
  'FROM silver.files',
  'FROM gold.driving_sessions',
  'FROM gold.company_hours',
  'FROM gold.observed_hours',
  'SELECT * EXCLUDE done_at FROM control.layers',
  'SELECT stage, batch_id FROM control.outbox',
];

withMedallion('a pipeline that dies before any statement', () => {
  setDefaultTimeout(300_000);

  let folder: WrittenFolder;
  beforeEach(() => {
    folder = new WrittenFolder();
  });
  afterEach(() => folder.delete());

  /** One run over what is there, on the folder's own warehouse. */
  function run(dieAt?: number): { readonly signal: string | null; readonly output: string } {
    // Nobody listens there: what would be reported stays in the outbox.
    const service = 'http://127.0.0.1:1';
    const flags = ['--once', '--data', folder.data, '--warehouse', folder.warehouse, '--service', service];
    const { signal, stdout, stderr } = spawnSync('bun', ['--preload', DIE_AT, MAIN, ...flags], {
      env: { ...process.env, ...(dieAt !== undefined && { DIE_AT: `${dieAt}` }) },
      encoding: 'utf8',
    });
    return { signal, output: stdout + stderr };
  }

  async function left(): Promise<Row[][]> {
    const { Warehouse } = await import('../../examples/medallion/warehouse/warehouse.ts');
    const warehouse = await Warehouse.open(folder.warehouse);
    const tables: Row[][] = [];
    for (const query of LEFT) tables.push(await warehouse.rows(`FROM (${query}) ORDER BY ALL`));
    const files = join(folder.warehouse, 'silver/events/*/*/*/*.parquet');
    tables.push(await warehouse.rows(`FROM read_parquet('${files}') ORDER BY ALL`));
    warehouse.close();
    return tables;
  }

  test('leaves with the next run what an undisturbed one leaves', async () => {
    folder.addCompanies(company(COMPANY));
    const at = (second: number) => ({ timestamp: `2025-11-09T12:00:0${second}.000Z` });
    folder.publish(
      1,
      0,
      linesOf(
        { ...EVENT, ...at(1), event_id: eventId(1), event_type: 'start driving' },
        {
          ...EVENT,
          ...at(2),
          event_id: eventId(2),
          event_type: 'stopped driving',
          location: { lat: 1, lon: 1 },
        },
        { ...EVENT, ...at(3), event_id: eventId(3), location: { lat: 1, lon: 1 } },
        { ...EVENT, truck_id: null },
      ),
    );
    const { output } = run();
    const [, statements] = output.match(/statements: (\d+)/) ?? [];
    expect(Number(statements), output).toBeGreaterThan(50);
    const undisturbed = await left();
    expect(undisturbed.map((rows) => rows.length)).toEqual([4, 1, 1, 3, 1, 1, 1, 1, 3, 3, 3]);

    for (let dieAt = 1; dieAt <= Number(statements); dieAt += STRIDE) {
      rmSync(folder.warehouse, { recursive: true });
      expect(run(dieAt).signal).toBe('SIGKILL');
      expect(run().signal).toBeNull();
      expect({ dieAt, left: await left() }).toEqual({ dieAt, left: undisturbed });
    }
  });
});
