import type { CompanyStripe } from '../fleet/company_stripe.ts';
import { uuidText } from '../fleet/uuid.ts';
import type { LineBuffer } from './line_buffer.ts';

const NEWLINE = 0x0a;

/** A company as it stands in `companies.jsonl`, fields in this order. */
export type CompanyRecord = {
  company_id: string;
  company_name: string;
  geography: string;
  active: boolean;
  drivers_count: number;
  created_at: string;
};

/** Appends one line a company. */
export function encodeCompanies(
  lines: LineBuffer,
  companies: CompanyStripe,
  startMs: number,
  driversPerCompany: number,
): void {
  const encoder = new TextEncoder();
  for (let i = 0; i < companies.count; i++) {
    const record: CompanyRecord = {
      company_id: uuidText(companies.ids, i),
      company_name: companies.names[i]!,
      geography: companies.geographies[i]!,
      active: companies.active[i] === 1,
      drivers_count: driversPerCompany,
      created_at: new Date(startMs + companies.createdOffsetMs[i]!).toISOString(),
    };
    const text = JSON.stringify(record);
    // A UTF-16 unit takes at most three bytes of UTF-8.
    lines.reserve(3 * text.length + 1);
    lines.length += encoder.encodeInto(text, lines.bytes.subarray(lines.length)).written;
    lines.bytes[lines.length++] = NEWLINE;
    lines.endLine();
  }
}
