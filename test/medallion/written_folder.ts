import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cycle } from '../../examples/medallion/pipeline.ts';
import type { Row, Warehouse } from '../../examples/medallion/warehouse/warehouse.ts';

export const COMPANY = '5d2fe6ae-08e9-4075-8f6c-037c0f9f30e9';
export const OTHER = '0b7a4c11-6f1e-4d0a-9c57-2f8f0d6b7e21';
export const STRANGER = 'c1d2e3f4-1111-4222-8333-444455556666';

/** A clean delivery within the first batch. */
export const EVENT = {
  event_id: 'a25c28e8-53b1-47fb-9dba-846d4bbb4dbe',
  driver_id: `DRV-${COMPANY}-003`,
  company_id: COMPANY,
  truck_id: 'TRK-5d2fe6ae-003',
  event_type: 'delivered',
  timestamp: '2025-11-09T12:00:02.006Z',
  location: { lat: -35.2872, lon: -56.13733 },
};

/** A clean line about a company. */
export function company(companyId: string, changes: object = {}): string {
  return `${JSON.stringify({
    company_id: companyId,
    company_name: 'Copper Canyon Freight',
    geography: 'US',
    active: true,
    drivers_count: 10,
    created_at: '2025-11-09T11:59:53.001Z',
    ...changes,
  })}\n`;
}

/** The n-th clean event id. */
export function eventId(n: number): string {
  return `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`;
}

/** JSON Lines of records; text and bytes stand as they are. */
export function linesOf(...records: readonly (object | string)[]): Buffer {
  return Buffer.concat(
    records.map((record) =>
      Buffer.isBuffer(record)
        ? record
        : Buffer.from(`${typeof record === 'string' ? record : JSON.stringify(record)}\n`),
    ),
  );
}

/** A data folder written by hand, and a pipeline on it. */
export class WrittenFolder {
  readonly #root = mkdtempSync(join(tmpdir(), 'tachograph-medallion-'));
  readonly data = join(this.#root, 'data');
  readonly warehouse = join(this.#root, 'warehouse');
  #warehouse: Warehouse | null = null;
  #published = 0;

  constructor() {
    mkdirSync(join(this.data, 'raw', 'events'), { recursive: true });
  }

  addCompanies(...lines: readonly string[]): void {
    appendFileSync(join(this.data, 'raw', 'companies.jsonl'), lines.join(''));
  }

  /** Publishes a driver batch of ten seconds, the n-th of its dataset. @param second of the interval's start after 12:00:00 */
  publish(number: number, second: number, events: Uint8Array): string {
    const start = new Date(Date.UTC(2025, 10, 9, 12, 0, second)).toISOString();
    const end = new Date(Date.UTC(2025, 10, 9, 12, 0, second + 10)).toISOString();
    const batchId = `${start.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
    this.#published += 1;
    const meta = {
      batch_id: batchId,
      batch_number: number,
      interval_start: start,
      interval_end: end,
      sha256: createHash('sha256').update(events).digest('hex'),
      // A batch that comes again after a clean comes late, by the wall clock.
      generation_timestamp: new Date(Date.UTC(2025, 10, 9, 13) + this.#published).toISOString(),
    };
    const staged = join(this.#root, batchId);
    mkdirSync(staged);
    writeFileSync(join(staged, 'events.jsonl'), events);
    writeFileSync(join(staged, 'batch_meta.json'), JSON.stringify(meta));
    renameSync(staged, join(this.data, 'raw', 'events', batchId));
    return batchId;
  }

  /** Deletes what a clean of the service deletes. */
  clean(): void {
    rmSync(join(this.data, 'raw'), { recursive: true });
    mkdirSync(join(this.data, 'raw', 'events'), { recursive: true });
  }

  /** A new run of the pipeline, over all that is there. */
  async run(): Promise<Cycle[]> {
    const { Warehouse } = await import('../../examples/medallion/warehouse/warehouse.ts');
    const { Pipeline } = await import('../../examples/medallion/pipeline.ts');
    this.#warehouse ??= await Warehouse.open(this.warehouse);
    const cycles: Cycle[] = [];
    const pipeline = await Pipeline.on(this.#warehouse, this.data, () => {});
    for await (const cycle of pipeline.cycles()) cycles.push(cycle);
    return cycles;
  }

  /** Rows of the warehouse. */
  rows(sql: string): Promise<Row[]> {
    return this.#warehouse!.rows(sql);
  }

  /** A session of its own on the warehouse. */
  session(): Promise<Warehouse> {
    return this.#warehouse!.session();
  }

  delete(): void {
    this.#warehouse?.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}
