import { uuidIn, uuidOf } from './ids.ts';
import { linesOf } from './lines.ts';

/** What `companies.jsonl` tells of companies, as far as it can be read. */
export interface KnownCompanies {
  /** Whether every line told which company it is. If not, an id that no line has may be one of the illegible ones. */
  readonly isComplete: boolean;
  has(companyId: string): boolean;
  /** Whether a company is certainly not active: its line says `false`. A line that says nothing readable proves nothing. */
  isInactive(companyId: string): boolean;
}

/** What one company's line says, and how many companies were known before it. */
type Company = { readonly isInactive: boolean; readonly number: number };

/**
 * Companies by id, collected line by line. The file is as dirty as the events, and a company's trucks drive however
 * its own line was written: so an id counts as known if it can be made out anywhere in a line, padded, wrapped or under another
 * name. Of several lines with one id the first is the company's own; the company of a later one is illegible.
 */
export class CompanyRegister {
  readonly #companies = new Map<string, Company>();
  #isComplete = true;

  /** Takes in lines of `companies.jsonl`. */
  read(bytes: Uint8Array): void {
    for (const { text, record } of linesOf(bytes)) {
      const companyId = uuidOf(record.company_id) ?? uuidIn(text);
      if (companyId === null || this.#companies.has(companyId)) {
        this.missSome();
      } else {
        const number = this.#companies.size;
        this.#companies.set(companyId, { isInactive: record.active === false, number });
      }
    }
  }

  /** Says that there are companies of which no line is left. */
  missSome(): void {
    this.#isComplete = false;
  }

  /** What has been read until now; lines that are read later do not change it. */
  soFar(): KnownCompanies {
    const { size } = this.#companies;
    const find = (companyId: string) => {
      const company = this.#companies.get(companyId);
      return company !== undefined && company.number < size ? company : null;
    };
    return {
      isComplete: this.#isComplete,
      has: (companyId) => find(companyId) !== null,
      isInactive: (companyId) => find(companyId)?.isInactive === true,
    };
  }
}
