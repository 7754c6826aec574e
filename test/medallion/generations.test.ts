import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withMedallion } from './installed.ts';
import {
  COMPANY,
  company,
  EVENT,
  eventId,
  linesOf,
  OTHER,
  STRANGER,
  WrittenFolder,
} from './written_folder.ts';

/** A clean delivery in the batch that starts at a second. */
function delivery(second: number, changes: object = {}): object {
  return { ...EVENT, timestamp: `2025-11-09T12:00:${second}.006Z`, ...changes };
}

withMedallion('what happens to the folder', () => {
  let folder: WrittenFolder;
  beforeEach(() => {
    folder = new WrittenFolder();
    folder.addCompanies(company(COMPANY));
  });
  afterEach(() => folder.delete());

  const generations = () =>
    folder.rows('SELECT generation, batch_id FROM control.batches ORDER BY generation, batch_number');
  const quarantine = () => folder.rows('SELECT generation, batch_id, rule FROM silver.quarantine');

  test('a batch is taken once, however often the pipeline starts', async () => {
    folder.publish(1, 10, linesOf(delivery(12)));
    expect(await folder.run()).toMatchObject([{ generation: 1, number: 1, lines: 1, accepted: 1 }]);
    expect(await folder.run()).toEqual([]);
  });

  test('an empty batch is a batch', async () => {
    folder.publish(1, 10, Buffer.alloc(0));
    expect(await folder.run()).toMatchObject([{ lines: 0, accepted: 0, quarantined: {} }]);
  });

  test('after a clean, numbers and ids begin again in another generation', async () => {
    folder.publish(1, 10, linesOf(delivery(12)));
    folder.publish(2, 20, linesOf(delivery(22, { event_id: eventId(1) })));
    await folder.run();
    folder.clean();
    folder.addCompanies(company(OTHER));
    folder.publish(1, 30, linesOf(delivery(32)));
    await folder.run();

    expect(await generations()).toEqual([
      { generation: 1, batch_id: '20251109T120010Z' },
      { generation: 1, batch_id: '20251109T120020Z' },
      { generation: 2, batch_id: '20251109T120030Z' },
    ]);
    // The id is no duplicate there, but the company is gone.
    expect(await quarantine()).toEqual([
      { generation: 2, batch_id: '20251109T120030Z', rule: 'known_company' },
    ]);
  });

  test('a batch of the same name with other content is another one', async () => {
    folder.publish(1, 10, linesOf(delivery(12)));
    await folder.run();
    folder.clean();
    folder.addCompanies(company(COMPANY));
    folder.publish(1, 10, linesOf(delivery(13)));
    expect(await folder.run()).toMatchObject([{ generation: 2, accepted: 1 }]);
    expect(
      await folder.rows('SELECT generation, company_id, deliveries FROM gold.company_hours ORDER BY ALL'),
    ).toEqual([
      { generation: 1, company_id: COMPANY, deliveries: 1 },
      { generation: 2, company_id: COMPANY, deliveries: 1 },
    ]);
  });

  test('a batch that is deleted by hand keeps its place in silver', async () => {
    const batchId = folder.publish(1, 10, linesOf(delivery(12)));
    await folder.run();
    rmSync(join(folder.data, 'raw', 'events', batchId), { recursive: true });
    folder.publish(2, 20, linesOf(delivery(22)));
    await folder.run();
    expect(await generations()).toHaveLength(2);
    expect(await quarantine()).toMatchObject([{ generation: 1, rule: 'unique_across_batches' }]);
  });

  test('companies.jsonl written anew is read anew, and its companies stay known', async () => {
    folder.publish(1, 10, linesOf(delivery(12)));
    await folder.run();
    writeFileSync(join(folder.data, 'raw', 'companies.jsonl'), company(OTHER) + company(STRANGER));
    const other = { company_id: OTHER, driver_id: `DRV-${OTHER}-001`, truck_id: 'TRK-0b7a4c11-001' };
    folder.publish(
      2,
      20,
      linesOf(delivery(22, { event_id: eventId(1) }), delivery(23, { event_id: eventId(2), ...other })),
    );
    expect(await folder.run()).toMatchObject([{ generation: 1, accepted: 2 }]);
    expect(await folder.rows('SELECT edition, company_id FROM silver.companies ORDER BY seq')).toEqual([
      { edition: 1, company_id: COMPANY },
      { edition: 2, company_id: OTHER },
      { edition: 2, company_id: STRANGER },
    ]);
  });

  test('of companies.jsonl, whole lines are read', async () => {
    const line = company(OTHER);
    folder.addCompanies(line.slice(0, 60));
    folder.publish(1, 10, linesOf(delivery(12)));
    await folder.run();
    appendFileSync(join(folder.data, 'raw', 'companies.jsonl'), line.slice(60));
    folder.publish(2, 20, linesOf(delivery(22, { event_id: eventId(1) })));
    await folder.run();
    expect(await folder.rows('SELECT edition, company_id FROM silver.companies ORDER BY seq')).toEqual([
      { edition: 1, company_id: COMPANY },
      { edition: 1, company_id: OTHER },
    ]);
  });

  test('events that are not those of their metadata are left alone until they are', async () => {
    const batchId = folder.publish(1, 10, linesOf(delivery(12)));
    const path = join(folder.data, 'raw', 'events', batchId, 'events.jsonl');
    writeFileSync(path, linesOf(delivery(13)));
    expect(await folder.run()).toEqual([]);
    writeFileSync(path, linesOf(delivery(12)));
    expect(await folder.run()).toHaveLength(1);
  });
});
