import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { Layout } from '../src/publish/layout.ts';
import { ddRate } from './dd.ts';
import type { Figure, Section } from './figure.ts';
import { inTempFolder } from './temp_folder.ts';

export type BackfillSize = {
  /** Of the large batches: so many companies with 100 drivers each, and so many hours of 15 minutes. */
  readonly companies: number;
  readonly hours: number;
  /** Of the small ones: so many minutes of a batch of each generator every 10 s. */
  readonly minutes: number;
  /** The best of them counts. */
  readonly rounds: number;
};

export const BACKFILL: Section<BackfillSize> = {
  name: 'backfill',
  seconds: { quick: 30, full: 240 },
  sizes: {
    tiny: { companies: 2, hours: 1, minutes: 1, rounds: 1 },
    quick: { companies: 1000, hours: 1, minutes: 60, rounds: 2 },
    full: { companies: 4000, hours: 1, minutes: 1440, rounds: 4 },
  },
  measure: measureBackfill,
};

const ROOT = join(import.meta.dirname, '..');
const FROM = Date.parse('2025-11-09T00:00:00Z');
const SMALL_CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT10S, driver_batch_interval: PT10S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

/** What a backfill has made, by its ledger, and how long the whole command took. */
type Filled = {
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
  readonly hash: string;
  readonly seconds: number;
};

/**
 * The command `backfill` as people give it: a few large batches in turn with `dd` of the same size on the same disk, and many small ones
 * in turn with durable files of their size.
 */
export async function measureBackfill({
  companies,
  hours,
  minutes,
  rounds,
}: BackfillSize): Promise<Figure[]> {
  return await inTempFolder(async (folder) => {
    let large: Filled | null = null;
    let small: Filled | null = null;
    let [disk, files] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const nextLarge = await fill(folder, largeConfig(companies), hours * 60);
      large = faster(large, nextLarge);
      disk = Math.max(disk, await ddRate(folder, nextLarge.bytes));
      const nextSmall = await fill(folder, SMALL_CONFIG, minutes);
      small = faster(small, nextSmall);
      files = Math.max(files, durableFiles(folder, nextSmall.batches, nextSmall.bytes));
    }
    const perSecond = (count: number, { seconds }: Filled) => count / seconds;
    return [
      { name: 'large batches', value: perSecond(large!.bytes, large!) / 1e6, unit: `MB/s of ${mb(large!.bytes)} MB in ${large!.batches}`, hash: large!.hash },
      { name: 'large batches, records', value: perSecond(large!.records, large!) / 1e6, unit: 'M records/s' },
      { name: 'dd conv=fsync of that size', value: disk / 1e6, unit: 'MB/s' },
      { name: 'large batches ÷ dd', value: perSecond(large!.bytes, large!) / disk, unit: '×', goal: '≥ 0.9' },
      { name: 'small batches', value: perSecond(small!.batches, small!), unit: `batches/s of ${small!.batches}`, hash: small!.hash },
      { name: 'files of that size, an fsync each', value: files, unit: 'files/s' },
      { name: 'small batches ÷ files', value: perSecond(small!.batches, small!) / files, unit: '×' },
    ]; // biome-ignore format: a figure a line
  });
}

function largeConfig(companies: number): string {
  return `seed: 42
number_of_companies: ${companies}
drivers_per_company: 100
company_onboarding_interval: P1D
driver_event_interval: PT15M
`;
}

async function fill(folder: string, config: string, minutes: number): Promise<Filled> {
  const data = join(folder, 'data');
  const file = join(folder, 'config.yaml');
  writeFileSync(file, config);
  const [from, to] = [FROM, FROM + minutes * 60_000].map((ms) => new Date(ms).toISOString()) as [
    string,
    string,
  ];
  const started = performance.now();
  const args = ['src/main.ts', 'backfill', '--config', file, '--data-dir', data, '--from', from, '--to', to];
  await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  const seconds = (performance.now() - started) / 1000;
  const made = { ...madeIn(data), seconds };
  rmSync(data, { recursive: true });
  return made;
}

function madeIn(data: string): Omit<Filled, 'seconds'> {
  const ledger = new Database(new Layout(data).ledger, { readonly: true });
  try {
    const rows = ledger
      .prepare(
        `SELECT generator, number, record_count, bytes, sha256 FROM batches WHERE state = 'published' ORDER BY 1, 2`,
      )
      .all() as { record_count: number; bytes: number }[];
    return {
      batches: rows.length,
      records: rows.reduce((sum, { record_count }) => sum + record_count, 0),
      bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
      hash: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
    };
  } finally {
    ledger.close();
  }
}

function faster(one: Filled | null, other: Filled): Filled {
  return one !== null && one.seconds <= other.seconds ? one : other;
}

/** How many files of so many bytes together can be made durable a second, one after the other. */
function durableFiles(folder: string, count: number, bytes: number): number {
  const path = join(folder, 'files');
  const content = new Uint8Array(Math.ceil(bytes / count)).fill(65);
  mkdirSync(path);
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    const file = openSync(join(path, `${i}`), 'w');
    writeSync(file, content);
    fsyncSync(file);
    closeSync(file);
  }
  const seconds = (performance.now() - started) / 1000;
  rmSync(path, { recursive: true });
  return count / seconds;
}

function mb(bytes: number): number {
  return Math.round(bytes / 1e6);
}
