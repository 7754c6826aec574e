import { DEFECT_KINDS, type DefectKind, type Quality } from '../../src/defects/kinds.ts';
import type { DefectContext } from '../../src/defects/site.ts';
import { LineBuffer } from '../../src/encode/line_buffer.ts';
import type { Generator } from '../../src/plan/batch.ts';

export const INTERVAL = {
  startMs: Date.parse('2025-11-09T12:00:00.000Z'),
  endMs: Date.parse('2025-11-09T12:00:10.000Z'),
};
export const COMPANY_COUNT = 7;
const DRIVERS = 30;
const TRIP = ['start driving', 'stopped driving', 'delivered'];
/** With quotes and letters of two and three bytes, for what counts bytes. */
const NAMES = ['Acme Freight', 'Müller & Söhne', 'The "Fast" Lane \\ Co', '東京運輸'];
const GEOGRAPHIES = ['US', 'EU', 'SA', 'AUS'];

/** A v4-shaped UUID that tells `family` and `i`; two of them differ in their first eight characters. */
export function uuid(family: number, i: number): string {
  const head = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  return `${head.toString(16).padStart(8, '0')}-${family.toString(16).padStart(4, '0')}-4000-8000-${i.toString(16).padStart(12, '0')}`;
}

export function companyIdAt(i: number): string {
  return uuid(1, i);
}

/** A clean stripe of `count` lines: companies, or the trips of a few drivers who take turns. */
export function cleanStripe(generator: Generator, count: number): LineBuffer {
  return stripeOf(Array.from({ length: count }, (_, i) => recordOf(generator, i)));
}

/** The records as the encoder writes them. */
export function stripeOf(records: readonly object[]): LineBuffer {
  const lines = new LineBuffer();
  for (const record of records) {
    const bytes = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    lines.reserve(bytes.length);
    lines.bytes.set(bytes, lines.length);
    lines.length += bytes.length;
    lines.endLine();
  }
  return lines;
}

function recordOf(generator: Generator, i: number): Record<string, unknown> {
  const instant = new Date(INTERVAL.startMs + ((i * 37) % 10_000)).toISOString();
  if (generator === 'company') {
    return {
      company_id: uuid(2, i),
      company_name: NAMES[i % NAMES.length],
      geography: GEOGRAPHIES[i % GEOGRAPHIES.length],
      active: i % 20 !== 0,
      drivers_count: 10,
      created_at: instant,
    };
  }
  const driver = i % DRIVERS;
  const company = companyIdAt(driver % COMPANY_COUNT);
  const seq = String(driver).padStart(3, '0');
  return {
    event_id: uuid(3, i),
    driver_id: `DRV-${company}-${seq}`,
    company_id: company,
    truck_id: `TRK-${company.slice(0, 8)}-${seq}`,
    event_type: TRIP[Math.floor(i / DRIVERS) % TRIP.length],
    timestamp: instant,
    location: { lat: (5_200_000 + i) / 1e5, lon: (-1_300_000 - i) / 1e5 },
  };
}

export function contextOf(generator: Generator, changes: Partial<DefectContext> = {}): DefectContext {
  return {
    generator,
    interval: INTERVAL,
    seed: 42,
    stripe: 0,
    companyCount: COMPANY_COUNT,
    companyIdAt,
    ...changes,
  };
}

/** The table's own weights, or those given and 0 for the rest. */
export function qualityOf(rate: number, weights?: Partial<Record<DefectKind, number>>): Quality {
  const all = DEFECT_KINDS.map(({ kind, weight }) => [kind, weights ? (weights[kind] ?? 0) : weight]);
  return { rate, inDriverEvents: true, inCompanies: true, weights: Object.fromEntries(all) };
}

/** Line `i` without its newline, as a copy. */
export function lineOf(lines: LineBuffer, i: number): Uint8Array {
  return lines.bytes.slice(lines.startOf(i), lines.ends[i]! - 1);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
