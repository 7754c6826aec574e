import type { CompanyStripe } from '../fleet/company_stripe.ts';
import { uuidText } from '../fleet/uuid.ts';
import type { LineBuffer } from './line_buffer.ts';
import type { LineSource } from './line_source.ts';

/** A company as it stands in `companies.jsonl`, fields in this order. */
export type CompanyRecord = {
  company_id: string;
  company_name: string;
  geography: string;
  active: boolean;
  drivers_count: number;
  created_at: string;
};

/** The lines of a stripe of companies. */
export class CompanyLines implements LineSource {
  readonly #companies: CompanyStripe;
  readonly #startMs: number;
  readonly #driversPerCompany: number;

  /** @param startMs when the batch's interval begins */
  constructor(companies: CompanyStripe, startMs: number, driversPerCompany: number) {
    this.#companies = companies;
    this.#startMs = startMs;
    this.#driversPerCompany = driversPerCompany;
  }

  get lineCount(): number {
    return this.#companies.count;
  }

  writeLines(lines: LineBuffer, from: number, to: number): void {
    for (let i = from; i < to; i++) lines.appendText(JSON.stringify(this.#recordAt(i)));
  }

  #recordAt(i: number): CompanyRecord {
    const { ids, names, geographies, active, createdOffsetMs } = this.#companies;
    return {
      company_id: uuidText(ids, i),
      company_name: names[i]!,
      geography: geographies[i]!,
      active: active[i] === 1,
      drivers_count: this.#driversPerCompany,
      created_at: new Date(this.#startMs + createdOffsetMs[i]!).toISOString(),
    };
  }
}
