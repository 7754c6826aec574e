import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from '../kill/folder.ts';
import { fill } from './small_disk.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

export type FullDiskReport = {
  /** Codes of the problems that health told while the disk was full. */
  readonly problemCodes: readonly string[];
  /** Of `/readyz`, while it was full. */
  readonly readyStatus: number;
  /** What a pause in the meantime was answered with. */
  readonly pausedWhileFull: string;
  readonly errorsInLog: number;
  /** Driver batches before the disk was full, and in the end. */
  readonly batchesBefore: number;
  readonly batchesAfter: number;
  /** What is wrong in the folder in the end. */
  readonly faults: readonly string[];
  readonly exitCode: number;
};

type Health = {
  readonly status: string;
  readonly problems: readonly { readonly code: string }[];
  readonly driver_generator: { readonly total_batches: number };
};

/** Runs the real service on a small disk, fills that disk to the last byte, frees it, and stops the service. */
export async function fillAndFree(dataDir: string, ballast: string): Promise<FullDiskReport> {
  const config = `${dataDir}.yaml`;
  writeFileSync(config, CONFIG);
  const service = spawn(
    'bun',
    ['src/main.ts', 'start', '--config', config, '--data-dir', dataDir, '--port', '0'],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const origin = await originOf(service.stdout);
  const ask = async (method: string, path: string) =>
    (await fetch(`${origin}${path}`, { method })).json() as Promise<never>;
  const health = () => ask('GET', '/api/health') as Promise<Health>;
  /** Asks until the answer is as wanted; the test's own time limit ends it otherwise. */
  const healthThat = async (holds: (health: Health) => boolean): Promise<Health> => {
    for (;;) {
      const now = await health();
      if (holds(now)) return now;
      await Bun.sleep(50);
    }
  };

  const before = await healthThat((now) => now.driver_generator.total_batches >= 3);
  fill(ballast);
  const full = await healthThat((now) => now.status === 'degraded');
  const readyStatus = (await fetch(`${origin}/readyz`)).status;
  const paused = (await ask('POST', '/api/pause')) as { status: string };
  await ask('POST', '/api/resume');
  await healthThat((now) => now.status === 'degraded');

  rmSync(ballast);
  const healed = await healthThat((now) => now.status === 'running');
  const { total_batches: healedBatches } = healed.driver_generator;
  const after = await healthThat((now) => now.driver_generator.total_batches >= healedBatches + 2);
  const { totalReturned } = (await ask('GET', '/api/logs?level=error')) as { totalReturned: number };
  service.kill('SIGTERM');
  const [exitCode] = await once(service, 'exit');
  return {
    problemCodes: full.problems.map(({ code }) => code),
    readyStatus,
    pausedWhileFull: paused.status,
    errorsInLog: totalReturned,
    batchesBefore: before.driver_generator.total_batches,
    batchesAfter: after.driver_generator.total_batches,
    faults: faultsOf(dataDir),
    exitCode,
  };
}

/** Where the service listens, once it says so. Goes on reading, so that its output never blocks it. */
function originOf(stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    stdout.on('data', (chunk) => {
      said += chunk;
      const [, origin] = said.match(/Listening on (http:\S+)/) ?? [];
      if (origin !== undefined) resolve(origin);
    });
  });
}
