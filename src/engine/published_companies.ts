import { type EligibleCompanies, Pool } from '../fleet/pool.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BatchPlan, Mode } from '../plan/batch.ts';
import type { Pending } from './pending.ts';

/** The companies that readers can see: who may drive, and how long `companies.jsonl` is by the ledger. */
export class PublishedCompanies {
  readonly #ledger: Ledger;
  readonly #mode: Mode;
  #datasetId = 0;
  #pool = new Pool();
  #bytes = 0;

  /** @param mode whose companies drive */
  constructor(ledger: Ledger, mode: Mode) {
    this.#ledger = ledger;
    this.#mode = mode;
  }

  /** The companies of the mode at hand. */
  get pool(): Pool {
    return this.#pool;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Reads them anew from the ledger. */
  load(datasetId: number): void {
    this.#datasetId = datasetId;
    this.#pool = new Pool(this.#ledger.mostCompanies(datasetId));
    for (const { number, endMs, facts } of this.#ledger.companyFacts(datasetId, this.#mode)) {
      this.#pool.append(number, endMs, facts);
    }
    this.#bytes = this.#ledger.companyBytes(datasetId);
  }

  /** Who drives in a batch, by its plan: also where they were retired since, or are of another mode. */
  eligibleFor({ mode, interval, poolFrom, poolTo }: BatchPlan): EligibleCompanies {
    const current = this.#pool.eligibleAt(interval.startMs);
    const isCurrent = mode === this.#mode && current.poolFrom === poolFrom && current.poolTo === poolTo;
    if (isCurrent) return current.companies;
    const pool = new Pool();
    if (poolFrom !== null && poolTo !== null) {
      const batches = this.#ledger.companyFactsOf(this.#datasetId, mode, poolFrom, poolTo);
      for (const { number, endMs, facts } of batches) pool.append(number, endMs, facts);
    }
    return pool.eligibleAt(interval.startMs).companies;
  }

  /** Takes in a batch that was just published. */
  takeIn({ plan, content, revealed }: Pending): void {
    if (plan.mode === this.#mode) this.#pool.append(plan.number, plan.interval.endMs, content!.facts!);
    this.#bytes = revealed!.fileOffset! + content!.bytes;
  }

  /** Somebody has deleted the file: whoever stood in it drives no more. */
  retire(): void {
    this.#ledger.retireCompanies(this.#datasetId);
    this.load(this.#datasetId);
  }
}
