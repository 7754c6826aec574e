import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';

/**
 * How late batches become visible: the real service at a batch of each generator a second, first left alone, then with its
 * API asked all the time. `bun bench/lateness.ts --seconds 500 --clients 8 --pause 30` prints percentiles, CPU share, memory and open files.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    clients: { type: 'string', default: '8' },
    pause: { type: 'string', default: '0' },
  },
});
const SECONDS = Number(values.seconds);
const CLIENTS = Number(values.clients);
/** Of a client between two requests; with 0 the clients take a whole core. */
const PAUSE_MS = Number(values.pause);
const PATHS = ['/api/health', '/api/logs?limit=100', '/api/batches?limit=50'];
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

/** Clock ticks a second, by which Linux counts CPU time. */
const TICKS = 100;

type Usage = { readonly cpuSeconds: number; readonly rssMb: number; readonly files: number };

function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  // A process that has just ended has no memory any more.
  const rssKb = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1] ?? 0);
  return {
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS,
    rssMb: rssKb / 1024,
    files: readdirSync(`/proc/${pid}/fd`).length,
  };
}

async function measure(name: string, clients: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-lateness-'));
  const config = join(folder, 'config.yaml');
  writeFileSync(config, CONFIG);
  const data = join(folder, 'data');
  const service = spawn(
    'bun',
    ['src/main.ts', 'start', '--config', config, '--data-dir', data, '--port', '0', '--for', `PT${SECONDS}S`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let origin = '';
  let isRunning = true;
  service.stdout.on('data', (chunk) => {
    origin ||= String(chunk).match(/Listening on (http:\S+)/)?.[1] ?? '';
  });
  const ended = new Promise((resolve) => service.on('exit', resolve)).then(() => {
    isRunning = false;
  });
  while (origin === '' && isRunning) await Bun.sleep(10);

  let requests = 0;
  const load = Array.from({ length: clients }, async (_, client) => {
    for (let i = client; isRunning; i++) {
      await fetch(`${origin}${PATHS[i % PATHS.length]}`)
        .then((answer) => answer.text())
        .then(() => requests++)
        .catch(() => Bun.sleep(10));
      if (PAUSE_MS > 0) await Bun.sleep(PAUSE_MS);
    }
  });
  const usages: Usage[] = [];
  const sampler = setInterval(() => {
    if (isRunning) usages.push(usageOf(service.pid!));
  }, 1000);
  await ended;
  clearInterval(sampler);
  await Promise.all(load);

  const ledger = new Database(join(data, 'manifests/ledger.sqlite'), { readonly: true });
  const late = ledger
    .prepare('SELECT lateness_us FROM batches WHERE lateness_us IS NOT NULL ORDER BY lateness_us')
    .pluck()
    .all() as number[];
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  const at = (share: number) =>
    `${(late[Math.max(0, Math.ceil(share * late.length) - 1)]! / 1000).toFixed(2)} ms`;
  const [first, middle, last] = [usages[1]!, usages[usages.length >> 1]!, usages.at(-1)!];
  const cpu = (100 * (last.cpuSeconds - first.cpuSeconds)) / (usages.length - 2);
  console.log(
    `${name.padEnd(8)} ${late.length} batches: p50 ${at(0.5)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}; ` +
      `${Math.round(requests / SECONDS)} requests/s, CPU ${cpu.toFixed(1)} %, ` +
      `RSS ${[first, middle, last].map(({ rssMb }) => rssMb.toFixed(0)).join(' → ')} MB, ` +
      `files ${[first, middle, last].map(({ files }) => files).join(' → ')}`,
  );
}

await measure('idle', 0);
await measure('loaded', CLIENTS);
