import { type CompanyColumns, decodeActive, FACT_BYTES } from './company_facts.ts';

/**
 * The companies that may drive in a batch: the first `count` entries count.
 * The columns stand in shared memory, so that a worker reads them without a copy.
 */
export type EligibleCompanies = CompanyColumns & { readonly count: number };

/** Who may drive in a batch, and the company batches they come from (null: nobody). */
export type Eligibility = {
  readonly companies: EligibleCompanies;
  readonly poolFrom: number | null;
  readonly poolTo: number | null;
};

const LEAST_CAPACITY = 1024;
/** A full pool grows by one part in so many: growing costs a copy, and room that nobody fills costs memory. */
const GROWTH = 8;

/**
 * The active companies of one mode's published company batches, in order of their batches: 24 bytes each, and at most an
 * eighth more for those to come. Batches are appended in order of their ends, so whoever is eligible at an instant is a
 * prefix.
 */
export class Pool {
  // One entry a batch, each a list of its own: there may be a million, and an object for each takes twice the memory.
  readonly #numbers: number[] = [];
  readonly #endsMs: number[] = [];
  /** Active companies up to and with the batch. */
  readonly #totals: number[] = [];
  #columns: CompanyColumns;
  #count = 0;

  /** @param capacity how many companies there is room for at first; room that is never filled is never given by the system */
  constructor(capacity = LEAST_CAPACITY) {
    this.#columns = columnsFor(capacity);
  }

  /**
   * Takes in the companies of a published batch.
   * @throws if the batch ended before one that is already in the pool.
   */
  append(number: number, endMs: number, facts: Uint8Array): void {
    const lastEndMs = this.#endsMs.at(-1);
    if (lastEndMs !== undefined && lastEndMs > endMs) {
      throw new Error(`company batch ${number} ends before batch ${this.#numbers.at(-1)} of the pool`);
    }
    this.#reserve(facts.length / FACT_BYTES);
    this.#count = decodeActive(facts, this.#columns, this.#count);
    this.#numbers.push(number);
    this.#endsMs.push(endMs);
    this.#totals.push(this.#count);
  }

  /** The companies of the batches that ended at or before `atMs`. O(log batches). */
  eligibleAt(atMs: number): Eligibility {
    let low = 0;
    let high = this.#endsMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#endsMs[middle]! <= atMs) low = middle + 1;
      else high = middle;
    }
    return {
      companies: { ...this.#columns, count: this.#totals[low - 1] ?? 0 },
      poolFrom: low === 0 ? null : this.#numbers[0]!,
      poolTo: this.#numbers[low - 1] ?? null,
    };
  }

  /** Makes room for `more` companies; those who hold the columns keep what they have. */
  #reserve(more: number): void {
    const { ids, homeLat, homeLon } = this.#columns;
    const capacity = homeLat.length;
    if (this.#count + more <= capacity) return;
    const step = Math.max(LEAST_CAPACITY, Math.ceil(capacity / GROWTH));
    const grown = columnsFor(Math.max(this.#count + more, capacity + step));
    grown.ids.set(ids.subarray(0, 4 * this.#count));
    grown.homeLat.set(homeLat.subarray(0, this.#count));
    grown.homeLon.set(homeLon.subarray(0, this.#count));
    this.#columns = grown;
  }
}

function columnsFor(capacity: number): CompanyColumns {
  return {
    ids: new Uint32Array(new SharedArrayBuffer(16 * capacity)),
    homeLat: new Int32Array(new SharedArrayBuffer(4 * capacity)),
    homeLon: new Int32Array(new SharedArrayBuffer(4 * capacity)),
  };
}
