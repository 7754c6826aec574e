import { batchesHash } from './batches_hash.ts';
import type { Figure, Section } from './figure.ts';
import { percentile } from './percentile.ts';
import { type Usage, usageOf } from './process_usage.ts';
import { BenchService } from './service.ts';
import { inTempFolder } from './temp_folder.ts';

export type LatenessSize = {
  /** Of the service, alone and again under requests: two batches a second. */
  readonly seconds: number;
  /** How many ask its API at the same time. */
  readonly clients: number;
  /** Of a client between two requests, in ms; with 0 the clients take a whole core. */
  readonly pause: number;
};

const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;
const PATHS = ['/api/health', '/api/logs?limit=100', '/api/batches?limit=50'];
const SAMPLE_MS = 1000;
const US_PER_MS = 1000;

export const LATENESS: Section<LatenessSize> = {
  name: 'lateness',
  seconds: { quick: 15, full: 1025 },
  sizes: {
    tiny: { seconds: 2, clients: 2, pause: 30 },
    quick: { seconds: 7, clients: 8, pause: 30 },
    // A thousand batches, below which there is no p99.9.
    full: { seconds: 510, clients: 8, pause: 30 },
  },
  measure: measureLateness,
};

/** How late batches become visible: the real service at a batch of each generator a second, first left alone, then asked all the time. */
export async function measureLateness(size: LatenessSize): Promise<Figure[]> {
  const idle = await inTempFolder((folder) => watch(folder, 'idle', { ...size, clients: 0 }));
  return [...idle, ...(await inTempFolder((folder) => watch(folder, 'loaded', size)))];
}

async function watch(folder: string, name: string, size: LatenessSize): Promise<Figure[]> {
  const service = await BenchService.start(folder, CONFIG, size.seconds);
  const usages: Usage[] = [];
  const sampler = setInterval(() => sample(service, usages), SAMPLE_MS);
  try {
    const load = Array.from({ length: size.clients }, (_, client) => ask(service, client, size.pause));
    await service.ended();
    const requests = (await Promise.all(load)).reduce((sum, count) => sum + count, 0);
    return figuresOf(name, size, service, { usages, answersPerSecond: requests / size.seconds });
  } finally {
    clearInterval(sampler);
    await service.kill();
  }
}

function sample(service: BenchService, usages: Usage[]): void {
  try {
    const usage = usageOf(service.pid);
    if (usage.rssMib > 0) usages.push(usage);
  } catch {
    // It has just ended, or this system has no /proc: what is not known is left out.
  }
}

/** One client, until the service ends; says how many answers it got. */
async function ask(service: BenchService, client: number, pauseMs: number): Promise<number> {
  let answers = 0;
  for (let i = client; service.isRunning; i++) {
    try {
      const answer = await fetch(`${service.origin}${PATHS[i % PATHS.length]}`);
      await answer.text();
      if (answer.ok) answers++;
    } catch {
      // It is ending.
      await Bun.sleep(10);
    }
    if (pauseMs > 0) await Bun.sleep(pauseMs);
  }
  return answers;
}

type Watched = { readonly usages: readonly Usage[]; readonly answersPerSecond: number };

function figuresOf(
  name: string,
  { seconds: lastedSeconds }: LatenessSize,
  service: BenchService,
  { usages, answersPerSecond }: Watched,
): Figure[] {
  const late = service
    .query<{ us: number }>('SELECT lateness_us AS us FROM batches WHERE lateness_us IS NOT NULL ORDER BY 1')
    .map(({ us }) => us / US_PER_MS);
  const row = (what: string, value: number | null, unit: string, goal?: string): Figure => ({
    name: `${name}, ${what}`,
    value,
    unit,
    ...(goal && { goal }),
  });
  // The first sample is of the start.
  const [first, last] = [usages[1], usages.at(-1)];
  const seconds = ((usages.length - 2) * SAMPLE_MS) / 1000;
  const cpuShare = first && last && seconds > 0 ? (last.cpuSeconds - first.cpuSeconds) / seconds : null;
  return [
    {
      ...row('batches', late.length, 'on schedule'),
      hash: batchesHash(service, Math.ceil(lastedSeconds / 2)),
    },
    row('p50', percentile(late, 0.5), 'ms'),
    row('p99', percentile(late, 0.99), 'ms', '< 1'),
    row('p99.9', percentile(late, 0.999), 'ms', '< 5'),
    row('max', percentile(late, 1), 'ms'),
    ...(answersPerSecond > 0 ? [row('answers', answersPerSecond, '/s')] : []),
    row('CPU', cpuShare === null ? null : 100 * cpuShare, '% of a core'),
    row('memory at the end', last?.rssMib ?? null, 'MiB RSS'),
    row('open files at the end', last?.files ?? null, 'files'),
  ];
}
