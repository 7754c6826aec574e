import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

/*
 * The service and the pipeline behind it, in one terminal, until Ctrl-C: `bun run demo` at the repository's root.
 *
 *   bun examples/medallion/demo.ts --port 18000 --data data/demo
 *
 * Both go on where they were left; delete `data/demo` and `data/demo-warehouse` to begin again.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '18000' },
    data: { type: 'string', default: 'data/demo' },
    config: { type: 'string', default: join(import.meta.dirname, 'demo.yaml') },
  },
});
const ROOT = join(import.meta.dirname, '../..');
const ORIGIN = `http://127.0.0.1:${values.port}`;
/** Bounds how long a service takes that starts at all. */
const LONGEST_START_MS = 15_000;

const children: ChildProcess[] = [];
let isEnding = false;

/** Runs a program of the repository with its output prefixed; with the first that ends, all end. */
function run(name: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const output of [child.stdout!, child.stderr!]) {
    createInterface({ input: output }).on('line', (line) => console.log(`${name.padEnd(8)} | ${line}`));
  }
  child.on('exit', (code) => {
    if (!isEnding) process.exitCode = code || 1;
    end('SIGTERM');
  });
  children.push(child);
  return child;
}

function end(signal: NodeJS.Signals): void {
  isEnding = true;
  for (const child of children) if (child.exitCode === null) child.kill(signal);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal));

const service = ['--config', values.config, '--data-dir', values.data, '--port', values.port];
run('service', 'src/main.ts', 'start', ...service);
const deadline = Date.now() + LONGEST_START_MS;
while (!isEnding && Date.now() < deadline) {
  const answer = await fetch(`${ORIGIN}/livez`).catch(() => null);
  if (answer?.ok) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
if (!isEnding) {
  const pipeline = ['--data', values.data, '--warehouse', `${values.data}-warehouse`, '--service', ORIGIN];
  run('pipeline', 'examples/medallion/main.ts', ...pipeline);
  console.log(`dashboard: ${ORIGIN}/  (Ctrl-C ends it)`);
}
await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
