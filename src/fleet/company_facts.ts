import type { CompanyStripe } from './company_stripe.ts';

/** Bytes a company takes: id 16, home latitude 4, home longitude 4 (little-endian), active 1. */
export const FACT_BYTES = 25;

/** What driver batches need to know of companies, one column a field. */
export type CompanyColumns = {
  /** Four words a company. */
  readonly ids: Uint32Array;
  /** Home in 10^-5 degrees. */
  readonly homeLat: Int32Array;
  readonly homeLon: Int32Array;
};

/**
 * The facts of a stripe as bytes. The ledger keeps them with the company batch, so that driver batches
 * never need to derive an older batch's companies again.
 */
export function encodeFacts(companies: CompanyStripe): Uint8Array {
  const bytes = new Uint8Array(companies.count * FACT_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < companies.count; i++) {
    const at = i * FACT_BYTES;
    for (let word = 0; word < 4; word++) view.setUint32(at + 4 * word, companies.ids[4 * i + word]!, true);
    view.setInt32(at + 16, companies.homeLat[i]!, true);
    view.setInt32(at + 20, companies.homeLon[i]!, true);
    view.setUint8(at + 24, companies.active[i]!);
  }
  return bytes;
}

/**
 * Writes the active companies of a blob that {@link encodeFacts} made, in order, into the entries from `at` on.
 * Returns the entry past them. Columns with room for all companies of the blob have room for these.
 */
export function decodeActive(
  bytes: Uint8Array,
  { ids, homeLat, homeLon }: CompanyColumns,
  at: number,
): number {
  let entry = at;
  for (let fact = 0; fact + FACT_BYTES <= bytes.length; fact += FACT_BYTES) {
    if (bytes[fact + 24] !== 1) continue;
    for (let word = 0; word < 4; word++) ids[4 * entry + word] = wordAt(bytes, fact + 4 * word);
    homeLat[entry] = wordAt(bytes, fact + 16);
    homeLon[entry] = wordAt(bytes, fact + 20);
    entry += 1;
  }
  return entry;
}

/** Not by a DataView: there may be millions of blobs of a few companies, and a view of each takes longer than reading it. */
function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
