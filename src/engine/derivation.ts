import type { Settings } from '../config/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BatchRow } from '../ledger/rows.ts';
import type { BatchPlan, Mode } from '../plan/batch.ts';
import type { PressJob } from '../press/job.ts';
import { PublishedCompanies } from './published_companies.ts';

/** Tells from the ledger alone how each batch is made, so that the press can make it again. */
export class Derivation {
  readonly #ledger: Ledger;
  readonly #configs = new Map<string, Pick<Settings, 'sizing' | 'quality'>>();
  #companies: { readonly of: string; readonly published: PublishedCompanies } | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** The job of a batch that is or was published, also where it is deleted by now. */
  jobOf(row: BatchRow): PressJob {
    const plan = planOf(row);
    const companies = this.#companiesOf(row.datasetId, row.mode).eligibleFor(plan);
    return { plan, companies, ...this.#configOf(row.runId) };
  }

  #configOf(runId: string): Pick<Settings, 'sizing' | 'quality'> {
    let config = this.#configs.get(runId);
    if (config === undefined) {
      const { sizing, quality } = JSON.parse(this.#ledger.configOf(runId)) as Settings;
      config = { sizing, quality };
      this.#configs.set(runId, config);
    }
    return config;
  }

  /** Those of one dataset and mode are kept: batches are mostly asked for one after the other. */
  #companiesOf(datasetId: number, mode: Mode): PublishedCompanies {
    const of = `${datasetId} ${mode}`;
    if (this.#companies?.of !== of) {
      const published = new PublishedCompanies(this.#ledger, mode);
      published.load(datasetId);
      this.#companies = { of, published };
    }
    return this.#companies.published;
  }
}

/** Which batch a row is. */
export function planOf(row: BatchRow): BatchPlan {
  const { generator, number, mode, intervalStart, intervalEnd, seed, poolFrom, poolTo } = row;
  const interval = { startMs: intervalStart, endMs: intervalEnd };
  return { generator, number, mode, interval, seed, poolFrom, poolTo };
}
