import { BatchFolders } from './bronze/batch_folder.ts';
import { readCompanies } from './bronze/company_file.ts';
import { land } from './bronze/land.ts';
import { buildGold } from './gold/build.ts';
import { prepareSilver, refine } from './silver/refine.ts';
import { type UnfinishedBatch, unfinishedBatches } from './warehouse/layers.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

/** What a cycle did with one batch. */
export type Cycle = {
  readonly generation: number;
  readonly batchId: string;
  readonly number: number;
  readonly lines: number;
  readonly accepted: number;
  /** Lines by the rule that they broke. */
  readonly quarantined: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** From the end of the batch's interval until it was in gold. */
  readonly secondsAfterInterval: number;
};

/** The way from a data folder to gold. */
export class Pipeline {
  readonly #warehouse: Warehouse;
  readonly #dataDir: string;
  readonly #folders: BatchFolders;
  /** Hashes of the metadata of all batches that were ever taken in, in whatever generation. */
  readonly #landed: Set<string>;
  readonly #skipped = new Set<string>();
  readonly #log: (line: string) => void;

  private constructor(
    warehouse: Warehouse,
    dataDir: string,
    landed: Set<string>,
    log: (line: string) => void,
  ) {
    this.#warehouse = warehouse;
    this.#dataDir = dataDir;
    this.#folders = new BatchFolders(dataDir);
    this.#landed = landed;
    this.#log = log;
  }

  static async on(warehouse: Warehouse, dataDir: string, log = console.error): Promise<Pipeline> {
    await prepareSilver(warehouse);
    const rows = await warehouse.rows('SELECT meta_sha256 FROM control.batches');
    return new Pipeline(warehouse, dataDir, new Set(rows.map((row) => String(row.meta_sha256))), log);
  }

  /** Takes all batches that are there as far as gold, one after the other; first those that a killed run left behind. */
  async *cycles(): AsyncGenerator<Cycle> {
    yield* this.#finish();
    for (const name of this.#folders.unseen()) {
      if (!(await this.#land(name))) continue;
      yield* this.#finish();
    }
  }

  /** Takes a folder's batch into bronze. @returns whether it is new */
  async #land(name: string): Promise<boolean> {
    const metaSha256 = this.#folders.identityOf(name);
    if (metaSha256 === null) return false;
    if (this.#landed.has(metaSha256)) {
      this.#folders.markSeen(name);
      return false;
    }
    // The events first, then the companies: so whoever drives in a batch that is seen is among the companies that are seen.
    const batch = this.#folders.read(name);
    if (batch === null) {
      this.#warnOnce(name);
      return false;
    }
    await land(this.#warehouse, batch, await readCompanies(this.#warehouse, this.#dataDir));
    this.#landed.add(batch.metaSha256);
    this.#folders.markSeen(name);
    return true;
  }

  #warnOnce(name: string): void {
    if (this.#skipped.has(name)) return;
    this.#skipped.add(name);
    this.#log(`${name} is left out for now: its events are gone, or not those that its metadata describes`);
  }

  async *#finish(): AsyncGenerator<Cycle> {
    for (const batch of await unfinishedBatches(this.#warehouse)) yield await this.#throughLayers(batch);
  }

  async #throughLayers(batch: UnfinishedBatch): Promise<Cycle> {
    const startMs = performance.now();
    const { generation, batchId, number } = batch;
    await this.#warehouse.set({
      generation,
      batch_id: batchId,
      interval_start: batch.intervalStart,
      interval_end: batch.intervalEnd,
      first_edition: batch.firstEdition,
      companies_known: batch.companiesKnown,
    });
    if (!batch.isSilverDone) await refine(this.#warehouse, batch);
    const { accepted } = await buildGold(this.#warehouse, batch);
    const rules = await this.#warehouse.rows(
      `SELECT rule, count(*) AS lines FROM silver.quarantine WHERE generation = $1 AND batch_id = $2
       GROUP BY rule ORDER BY count(*) DESC, rule`,
      [generation, batchId],
    );
    const quarantined: Record<string, number> = Object.fromEntries(
      rules.map(({ rule, lines }) => [String(rule), Number(lines)]),
    );
    return {
      generation,
      batchId,
      number,
      accepted,
      lines: accepted + Object.values(quarantined).reduce((sum, count) => sum + count, 0),
      quarantined,
      seconds: (performance.now() - startMs) / 1000,
      secondsAfterInterval: (Date.now() - Date.parse(`${batch.intervalEnd.replace(' ', 'T')}Z`)) / 1000,
    };
  }
}
