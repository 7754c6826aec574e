import type { Feedback } from '../ledger/feedback.ts';
import type { BatchRow } from '../ledger/rows.ts';
import type { AnswerKeys } from './answer_keys.ts';

/** Which companies' own records were written dirty. Read when somebody first asks, and kept while the dataset is the same. */
export class DirtyCompanies {
  readonly #feedback: Feedback;
  readonly #keys: AnswerKeys;
  #datasetId = 0;
  #upTo = 0;
  #ids = new Set<string>();

  constructor(feedback: Feedback, keys: AnswerKeys) {
    this.#feedback = feedback;
    this.#keys = keys;
  }

  /** Tells of the companies that drive in a batch. */
  of({ datasetId, poolTo }: BatchRow): (companyId: string) => boolean {
    return (companyId) => {
      if (poolTo === null) return false;
      this.#readTo(datasetId, poolTo);
      return this.#ids.has(companyId);
    };
  }

  #readTo(datasetId: number, number: number): void {
    if (datasetId !== this.#datasetId) {
      this.#datasetId = datasetId;
      this.#upTo = 0;
      this.#ids = new Set();
    }
    if (number <= this.#upTo) return;
    for (const row of this.#feedback.dirtyCompanyBatches(datasetId, this.#upTo + 1, number)) {
      for (const id of this.#keys.dirtyIds(row)) this.#ids.add(id);
    }
    this.#upTo = number;
  }
}
