import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

/** What the service must bear: one driver batch as large as this, and only a few seconds for it. */
export type ServiceOrder = {
  readonly events: number;
  readonly rate: number;
  /** The binary and its first arguments, `['bun', 'src/main.ts']` say. */
  readonly command: readonly string[];
};

/** Between two questions: a client that never pauses takes a core of its own, and measures that. */
const PAUSE_MS = 10;

/**
 * The real service while it makes one huge batch, which its baseline begins with: the most memory it ever had, and how
 * long its health took to answer, asked a hundred times a second.
 */
export async function measureService({ events, rate, command }: ServiceOrder): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-press-'));
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1H, driver_batch_interval: PT1H, companies_per_batch: 100,
  events_per_batch_min: ${events}, events_per_batch_max: ${events} }
quality_injection: { enabled: ${rate > 0}, corruption_rate: ${rate} }
`,
  );
  const [binary, ...first] = command;
  const service = spawn(
    binary!,
    [...first, 'start', '--config', config, '--data-dir', join(folder, 'data'), '--port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => service.on('exit', resolve));
  const died = ended.then(() => Promise.reject(new Error('the service ended by itself')));
  try {
    const listening = new Promise<string>((resolve) => {
      let text = '';
      service.stdout.on('data', (chunk) => {
        text += chunk;
        const found = text.match(/Listening on (http:\S+)/)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const origin = await Promise.race([listening, died]);
    const idleMb = memoryOf(service.pid!, 'VmRSS');
    const started = performance.now();
    const latencies: number[] = [];
    let last = await healthOf(origin);
    while (last.driver_generator.total_batches === 0) {
      const asked = performance.now();
      last = await healthOf(origin);
      latencies.push(performance.now() - asked);
      await Bun.sleep(PAUSE_MS);
    }
    const seconds = (performance.now() - started) / 1000;
    const batches = (await (await fetch(`${origin}/api/batches?generator=driver&limit=1`)).json()) as {
      batches: { sha256: string }[];
    };
    const hash = batches.batches[0]!.sha256;
    latencies.sort((a, b) => a - b);
    const at = (share: number) => latencies[Math.max(0, Math.ceil(share * latencies.length) - 1)] ?? null;
    const what = `service, ${(events / 1e6).toFixed(1)} M events ${rate === 0 ? 'clean' : `${100 * rate} % dirty`}`;
    return [
      { name: `${what}: memory before`, value: idleMb, unit: 'MB RSS' },
      {
        name: `${what}: most memory`,
        value: memoryOf(service.pid!, 'VmHWM'),
        unit: 'MB RSS',
        goal: '<= 128',
        hash,
      },
      { name: `${what}: batch made and published`, value: seconds, unit: 's' },
      { name: `${what}: health p50 meanwhile`, value: at(0.5), unit: 'ms' },
      { name: `${what}: health p99 meanwhile`, value: at(0.99), unit: 'ms', goal: '< 10' },
      { name: `${what}: health max meanwhile`, value: at(1), unit: 'ms' },
    ];
  } finally {
    service.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function healthOf(origin: string): Promise<{ driver_generator: { total_batches: number } }> {
  return (await (await fetch(`${origin}/api/health`)).json()) as {
    driver_generator: { total_batches: number };
  };
}

/** A line of Linux's account of a process, in MB. */
function memoryOf(pid: number, line: 'VmRSS' | 'VmHWM'): number {
  const kb = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${line}:\\s+(\\d+)`))?.[1];
  return Number(kb) / 1024;
}
