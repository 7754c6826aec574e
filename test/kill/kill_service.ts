import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stream } from '../../src/random/stream.ts';
import { faultsOf } from './folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const LONGEST_LIFE_MS = 2500;

/** Batches every second, so that most kills meet one on its way. */
const CONFIG = `seed: 42
missed_intervals: skip
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

export type KillReport = {
  readonly kills: number;
  readonly batchesRead: number;
  readonly faults: readonly string[];
};

/**
 * Starts the real service on a new folder, kills it with SIGKILL at a random moment, and again, so many times; then lets it
 * end by itself. A reader watches all the time.
 */
export async function killService(kills: number, seed: number): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-kill-'));
  const data = join(folder, 'data');
  const config = join(folder, 'config.yaml');
  writeFileSync(config, CONFIG);
  const start = (...more: string[]) =>
    spawn('bun', ['src/main.ts', 'start', '--config', config, '--data-dir', data, '--port', '0', ...more], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const reader = spawn('bun', [join(import.meta.dirname, 'reader.ts'), data], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let read = '';
  reader.stdout.on('data', (chunk) => {
    read += chunk;
  });

  const random = new Stream(seed, 1, 2, 3);
  for (let i = 0; i < kills; i++) {
    const service = start();
    await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_LIFE_MS)));
    service.kill('SIGKILL');
    await once(service, 'exit');
  }
  const [code] = await once(start('--batches', '4'), 'exit');
  reader.stdin.end();
  await once(reader, 'exit');

  const lines = read.trimEnd().split('\n');
  const batchesRead = Number(lines.pop()?.match(/^read (\d+) batches$/)?.[1] ?? Number.NaN);
  const faults = [...lines, ...faultsOf(data)];
  if (code !== 0) faults.push(`the last life ended with exit code ${code}`);
  if (faults.length === 0) rmSync(folder, { recursive: true, force: true });
  else faults.push(`the folder is kept: ${data}`);
  return { kills, batchesRead, faults };
}
