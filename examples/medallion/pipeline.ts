import { BatchFolders } from './bronze/batch_folder.ts';
import { readCompanies } from './bronze/company_file.ts';
import { isLanded, land } from './bronze/land.ts';
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

  private constructor(warehouse: Warehouse, dataDir: string) {
    this.#warehouse = warehouse;
    this.#dataDir = dataDir;
    this.#folders = new BatchFolders(dataDir);
  }

  static async on(warehouse: Warehouse, dataDir: string): Promise<Pipeline> {
    await prepareSilver(warehouse);
    return new Pipeline(warehouse, dataDir);
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
    const identity = this.#folders.identityOf(name);
    if (identity === null) return false;
    if (await isLanded(this.#warehouse, name, identity)) {
      this.#folders.markSeen(name);
      return false;
    }
    // The events first, then the companies: so whoever drives in a batch that is seen is among the companies that are seen.
    const batch = this.#folders.read(name);
    if (batch === null) return false;
    await land(this.#warehouse, batch, await readCompanies(this.#warehouse, this.#dataDir));
    this.#folders.markSeen(name);
    return true;
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
