import { Pool } from '../fleet/pool.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Mode } from '../plan/batch.ts';
import type { Pending } from './pending.ts';

/** The companies that readers can see: who may drive, and how long `companies.jsonl` is by the ledger. */
export class PublishedCompanies {
  readonly #ledger: Ledger;
  readonly #mode: Mode;
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
    this.#pool = new Pool();
    for (const { number, endMs, facts } of this.#ledger.companyFacts(datasetId, this.#mode)) {
      this.#pool.append(number, endMs, facts);
    }
    this.#bytes = this.#ledger.companyBytes(datasetId);
  }

  /**
   * Takes in a batch that was just published.
   * @returns whether the file had been deleted before: whoever stood in it drives no more
   */
  takeIn({ plan, content, revealed }: Pending): boolean {
    const offset = revealed!.fileOffset!;
    const wasDeleted = offset < this.#bytes;
    if (wasDeleted) this.#pool = new Pool();
    if (plan.mode === this.#mode) this.#pool.append(plan.number, plan.interval.endMs, content!.facts!);
    this.#bytes = offset + content!.bytes;
    return wasDeleted;
  }
}
