import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { GENERATORS, type Generator } from '../src/plan/batch.ts';
import { batchesHash } from './batches_hash.ts';
import type { Figure, Section } from './figure.ts';
import { percentile } from './percentile.ts';
import { usageOf } from './process_usage.ts';
import { BenchService } from './service.ts';
import { inTempFolder } from './temp_folder.ts';

export type HealthSize = {
  /** Of each driver batch. */
  readonly events: number;
  /** How many driver batches; the first is the baseline, made at once. */
  readonly batches: number;
  /** Seconds between driver batches. */
  readonly interval: number;
  /** Share of dirty lines in a second life of the service; 0 leaves that out. */
  readonly rate: number;
  /** Seconds between company batches, some of which fall due while a driver batch is made. */
  readonly company: number;
};

export const HEALTH: Section<HealthSize> = {
  name: 'health',
  seconds: { quick: 17, full: 170 },
  sizes: {
    tiny: { events: 2000, batches: 1, interval: 1, company: 1, rate: 0.05 },
    quick: { events: 5_000_000, batches: 2, interval: 10, company: 5, rate: 0 },
    full: { events: 5_000_000, batches: 6, interval: 15, company: 5, rate: 0.05 },
  },
  measure: measureHealth,
};

/** Between two requests: a steady rate, whether the one before has been answered or not. */
const ASK_EVERY_MS = 10;
/** A machine that is too slow for the interval must not keep the bench forever. */
const MOST_SECONDS = 300;
const US_PER_MS = 1000;
/** From the beginning of the first driver batch. */
const HASHED_BYTES = 4 << 20;

/** Emulated batches of a hundred thousand drivers, so that each has the size asked for while the company batches stay on their second. */
const configOf = ({ events, interval, company }: HealthSize, rate: number) => `seed: 42
drivers_per_company: 1000
emulated_mode:
  enabled: true
  company_batch_interval: PT${company}S
  driver_batch_interval: PT${interval}S
  companies_per_batch: 100
  events_per_batch_min: ${events}
  events_per_batch_max: ${events}
quality_injection: { enabled: ${rate > 0}, corruption_rate: ${rate} }
`;

type Answer = { readonly sentAtMs: number; readonly tookMs: number };
type BatchRow = { readonly planned_at: string; readonly generation_ms: number };

/** How fast `GET /api/health` answers, how late batches are and how much memory is taken while the real service makes batches of that size. */
export async function measureHealth(size: HealthSize): Promise<Figure[]> {
  const clean = await inTempFolder((folder) => watch(folder, 'clean', size, 0));
  if (size.rate === 0) return clean;
  return [...clean, ...(await inTempFolder((folder) => watch(folder, 'dirty', size, size.rate)))];
}

async function watch(folder: string, name: string, size: HealthSize, rate: number): Promise<Figure[]> {
  const service = await BenchService.start(folder, configOf(size, rate), MOST_SECONDS);
  try {
    const { answers, failures } = await askUntil(service, size.batches);
    const { peakRssMib } = usageOf(service.pid);
    await service.stop();
    const hash = rate === 0 ? cleanHash(service) : batchesHash(service, 1);
    const figures = figuresOf(service, size, { answers, failures, peakRssMib, hash });
    return figures.map((figure) => ({ ...figure, name: `${name}, ${figure.name}` }));
  } finally {
    await service.kill();
  }
}

/** Asks until so many driver batches are published. */
async function askUntil(
  service: BenchService,
  batches: number,
): Promise<{ answers: Answer[]; failures: number }> {
  const answers: Answer[] = [];
  let published = 0;
  let failures = 0;
  const ask = async () => {
    const sentAtMs = Date.now();
    const startedMs = performance.now();
    try {
      const answer = await fetch(`${service.origin}/api/health`);
      const { driver_generator: driver } = (await answer.json()) as {
        driver_generator: { total_batches: number };
      };
      answers.push({ sentAtMs, tookMs: performance.now() - startedMs });
      published = Math.max(published, driver.total_batches);
    } catch {
      failures++;
    }
  };
  const pending: Promise<void>[] = [];
  while (published < batches && service.isRunning) {
    pending.push(ask());
    await Bun.sleep(ASK_EVERY_MS);
  }
  await Promise.all(pending);
  if (published < batches)
    throw new Error(`the service made ${published} of ${batches} batches in ${MOST_SECONDS} s`);
  return { answers, failures };
}

type Seen = {
  readonly answers: readonly Answer[];
  readonly failures: number;
  readonly peakRssMib: number;
  readonly hash: string;
};

function figuresOf(
  service: BenchService,
  { events, interval }: HealthSize,
  { answers, failures, peakRssMib, hash }: Seen,
): Figure[] {
  const made = service.query<BatchRow>(
    `SELECT planned_at, generation_ms FROM batches WHERE generator = 'driver' AND state = 'published' ORDER BY number`,
  );
  const isWhileMade = ({ sentAtMs }: Answer) =>
    made.some(({ planned_at, generation_ms }) => {
      const sinceMs = sentAtMs - Date.parse(planned_at);
      return sinceMs >= 0 && sinceMs <= generation_ms;
    });
  const tookMs = answers
    .filter(isWhileMade)
    .map((answer) => answer.tookMs)
    .sort((a, b) => a - b);
  const seconds = Math.min(...made.map(({ generation_ms }) => generation_ms)) / 1000;
  const ofSize = events === 5_000_000;
  const goal = (text: string) => (ofSize ? { goal: text } : {});
  return [
    {
      name: `batches of ${events.toLocaleString('en')} events`,
      value: made.length,
      unit: `batches, one every ${interval} s`,
      hash,
    },
    { name: 'making one, the fastest', value: seconds, unit: 's, to disk and fsynced' },
    { name: 'health meanwhile, p50', value: percentile(tookMs, 0.5), unit: `ms of ${tookMs.length} answers` },
    { name: 'health meanwhile, p99', value: percentile(tookMs, 0.99), unit: 'ms', ...goal('< 10') },
    { name: 'health meanwhile, max', value: percentile(tookMs, 1), unit: 'ms' },
    {
      name: 'health over the whole run, max',
      value: Math.max(...answers.map((answer) => answer.tookMs)),
      unit: 'ms',
    },
    { name: 'health, not answered', value: failures, unit: `of ${answers.length + failures}` },
    ...GENERATORS.map((generator) => latenessOf(service, generator)),
    { name: 'memory, peak', value: peakRssMib, unit: 'MiB RSS', ...goal('≤ 128') },
  ];
}

/** Of the intervals that began after the baseline stood: those that the start itself held up say nothing of the schedule. */
function latenessOf(service: BenchService, generator: Generator): Figure {
  const late = service.query<{ us: number }>(
    `SELECT lateness_us AS us FROM batches WHERE lateness_us IS NOT NULL AND generator = '${generator}' AND interval_start >=
       (SELECT published_at FROM batches WHERE generator = 'driver' AND number = 1) ORDER BY 1`,
  );
  const worst = late.at(-1);
  return {
    name: `${generator} batches late, max`,
    value: worst === undefined ? null : worst.us / US_PER_MS,
    unit: `ms of ${late.length} batches`,
  };
}

/** Of the first batch's first lines without their timestamps, which are those of the hour; and of its size. */
function cleanHash(service: BenchService): string {
  const { batch_id, record_count } = service.query<{ batch_id: string; record_count: number }>(
    `SELECT batch_id, record_count FROM batches WHERE generator = 'driver' AND number = 1`,
  )[0]!;
  const bytes = Buffer.alloc(HASHED_BYTES);
  const file = openSync(service.layout.eventLines(batch_id), 'r');
  const length = readSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  const text = bytes.toString('utf8', 0, bytes.lastIndexOf('\n', length));
  const timeless = text.replaceAll(/"timestamp":"[^"]+"/g, '');
  return createHash('sha256').update(`${record_count}\n${timeless}`).digest('hex');
}
