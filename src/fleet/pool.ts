import { decodeFacts } from './company_facts.ts';

/**
 * The companies that may drive in a batch, one column a field: the first `count` entries count.
 * The arrays stand in shared memory, so that a worker reads them without a copy.
 */
export type EligibleCompanies = {
  readonly count: number;
  /** Four words a company. */
  readonly ids: Uint32Array;
  /** Home in 10^-5 degrees. */
  readonly homeLat: Int32Array;
  readonly homeLon: Int32Array;
};

/** Who may drive in a batch, and the company batches they come from (null: nobody). */
export type Eligibility = {
  readonly companies: EligibleCompanies;
  readonly poolFrom: number | null;
  readonly poolTo: number | null;
};

type PoolBatch = {
  readonly number: number;
  readonly endMs: number /** Active companies up to here. */;
  readonly total: number;
};

const FIRST_CAPACITY = 1024;

/**
 * The active companies of one mode's published company batches, in order of their batches: 24 bytes each.
 * Batches are appended in order of their ends, so whoever is eligible at an instant is a prefix.
 */
export class Pool {
  readonly #batches: PoolBatch[] = [];
  #columns: EligibleCompanies = columnsFor(FIRST_CAPACITY);
  #count = 0;

  /**
   * Takes in the companies of a published batch.
   * @throws if the batch ended before one that is already in the pool.
   */
  append(number: number, endMs: number, facts: Uint8Array): void {
    const last = this.#batches.at(-1);
    if (last !== undefined && last.endMs > endMs) {
      throw new Error(`company batch ${number} ends before batch ${last.number} of the pool`);
    }
    for (const fact of decodeFacts(facts)) {
      if (!fact.active) continue;
      if (this.#count === this.#columns.homeLat.length) this.#grow();
      this.#columns.ids.set(fact.id, 4 * this.#count);
      this.#columns.homeLat[this.#count] = fact.homeLat;
      this.#columns.homeLon[this.#count] = fact.homeLon;
      this.#count += 1;
    }
    this.#batches.push({ number, endMs, total: this.#count });
  }

  /** The companies of the batches that ended at or before `atMs`. O(log batches). */
  eligibleAt(atMs: number): Eligibility {
    let low = 0;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#batches[middle]!.endMs <= atMs) low = middle + 1;
      else high = middle;
    }
    const last = this.#batches[low - 1];
    return {
      companies: { ...this.#columns, count: last?.total ?? 0 },
      poolFrom: last === undefined ? null : this.#batches[0]!.number,
      poolTo: last?.number ?? null,
    };
  }

  #grow(): void {
    const grown = columnsFor(this.#count * 2);
    grown.ids.set(this.#columns.ids);
    grown.homeLat.set(this.#columns.homeLat);
    grown.homeLon.set(this.#columns.homeLon);
    this.#columns = grown;
  }
}

function columnsFor(capacity: number): EligibleCompanies {
  return {
    count: 0,
    ids: new Uint32Array(new SharedArrayBuffer(16 * capacity)),
    homeLat: new Int32Array(new SharedArrayBuffer(4 * capacity)),
    homeLon: new Int32Array(new SharedArrayBuffer(4 * capacity)),
  };
}
