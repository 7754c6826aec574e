import type { CompanyStripe } from './company_stripe.ts';

/** Bytes a company takes: id 16, home latitude 4, home longitude 4 (little-endian), active 1. */
export const FACT_BYTES = 25;

/** What driver batches need to know of one company. */
export type CompanyFact = {
  /** The UUID's four words. */
  readonly id: readonly [number, number, number, number];
  /** Home in 10^-5 degrees. */
  readonly homeLat: number;
  readonly homeLon: number;
  readonly active: boolean;
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

/** The companies of a blob that {@link encodeFacts} made, in order. */
export function* decodeFacts(bytes: Uint8Array): Generator<CompanyFact> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + FACT_BYTES <= bytes.length; at += FACT_BYTES) {
    const word = (i: number) => view.getUint32(at + 4 * i, true);
    yield {
      id: [word(0), word(1), word(2), word(3)],
      homeLat: view.getInt32(at + 16, true),
      homeLon: view.getInt32(at + 20, true),
      active: view.getUint8(at + 24) === 1,
    };
  }
}
