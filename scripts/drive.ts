import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * Drives a built binary as a user would, from a folder without sources: it starts, publishes, pauses, cleans,
 * resumes and stops; or whatever else runs the service. Exit 1 at the first thing that is wrong.
 *
 *     bun scripts/drive.ts dist/tachograph
 *     bun scripts/drive.ts scripts/in-chroot.sh dist/tachograph
 *     bun scripts/drive.ts scripts/with-deno.sh
 */
const command = Bun.argv.slice(2).map((path) => resolve(path));
const folder = mkdtempSync(join(tmpdir(), 'tachograph-drive-'));
// The binary may run as somebody else.
chmodSync(folder, 0o777);
const data = join(folder, 'data');
const DEADLINE_MS = 60_000;
const deno = Bun.which('deno');
const env = { PATH: `/usr/bin:/bin${deno === null ? '' : `:${dirname(deno)}`}` };

const service = Bun.spawn([...command, 'start', '--data-dir', data, '--port', '0'], {
  cwd: folder,
  env,
  stdout: 'pipe',
  stderr: 'inherit',
});
const timeout = setTimeout(() => fail('it took longer than a minute'), DEADLINE_MS);

function fail(why: string): never {
  console.error(`FAILED: ${why}`);
  service.kill('SIGKILL');
  process.exit(1);
}

function check(what: string, holds: boolean): void {
  if (!holds) fail(what);
  console.log(`ok  ${what}`);
}

/** Lines of the service's stdout, until one matches. */
const lines: string[] = [];
const decoder = new TextDecoder();
const reader = service.stdout.getReader();
let rest = '';
async function lineWith(pattern: RegExp): Promise<RegExpMatchArray> {
  for (;;) {
    for (const line of lines.splice(0)) {
      const match = line.match(pattern);
      if (match !== null) return match;
    }
    const { value, done } = await reader.read();
    if (done) fail(`the service ended before it said ${pattern}`);
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  }
}

const [, origin] = await lineWith(/Listening on (http:\S+)/);
const ask = (method: string, path: string) => fetch(`${origin}${path}`, { method });
// biome-ignore lint/suspicious/noExplicitAny: what the answers must hold is what is being checked
const answer = async (method: string, path: string): Promise<any> => (await ask(method, path)).json();

await lineWith(/Driver batch 1: \d+ events generated/);
const events = join(data, 'raw/events');
const [batchId] = readdirSync(events);
const meta = JSON.parse(readFileSync(join(events, batchId!, 'batch_meta.json'), 'utf8'));
const bytes = readFileSync(join(events, batchId!, 'events.jsonl'));
check(
  'a driver batch is on disk with its metadata',
  meta.record_count === bytes.toString().split('\n').length - 1,
);
check(
  'its hash is the metadata’s',
  meta.sha256 === new Bun.CryptoHasher('sha256').update(bytes).digest('hex'),
);

const run = (...args: string[]) =>
  Bun.spawnSync([...command, ...args, '--data-dir', data], { cwd: folder, env });
check('replay gives its bytes again', run('replay', 'driver', batchId!).stdout.equals(bytes));
const verified = run('verify');
check('verify finds nothing wrong', verified.exitCode === 0 && `${verified.stdout}`.includes('0 mismatches'));
const rejects = join(folder, 'rejects.csv');
writeFileSync(rejects, `batch_id,line\n${batchId},1\n`);
check('grade reads what was rejected', run('grade', rejects, '--json').exitCode === 0);

const metrics = await (await ask('GET', '/metrics')).text();
check(
  'metrics count the batch',
  /^tachograph_batches_total\{generator="driver",mode="emulated"\} [1-9]/m.test(metrics),
);
const health = await answer('GET', '/api/health');
check(
  'health says running in emulated mode',
  health.status === 'running' && health.generation_mode === 'emulated',
);
check('readyz says ready', (await ask('GET', '/readyz')).status === 200);
const page = await ask('GET', '/');
const { runtime } = await answer('GET', '/version');
if (runtime.startsWith('deno')) {
  check(
    'the dashboard is not, which is told',
    page.status === 503 && (await page.text()).includes('run one of them to see it'),
  );
} else {
  check('the dashboard is there', page.status === 200 && (await page.text()).includes('<title>Tachograph'));
}
const { openapi, paths } = await answer('GET', '/openapi.json');
check('it describes its API', openapi === '3.1.0' && '/api/health' in paths);
check('and shows that as a page', (await (await ask('GET', '/docs')).text()).includes('id="getHealth"'));
check('it has the schema of an event', (await answer('GET', '/api/schemas/driver_event')).type === 'object');
const foreign = await fetch(`${origin}/api/health`, { headers: { host: 'evil.example' } });
check('a foreign Host is refused', foreign.status === 403);
check('clean is refused while it runs', (await ask('POST', '/api/clean')).status === 409);
check('it pauses', (await answer('POST', '/api/pause')).status === 'paused');
check('a clean deletes what was published', (await answer('POST', '/api/clean')).deleted_count >= 2);
check(
  'the folder is empty',
  readdirSync(events).length === 0 && !existsSync(join(data, 'raw/companies.jsonl')),
);
const resumed = await answer('POST', '/api/resume');
check('it resumes with a baseline', resumed.extra.baseline_actions.length === 2);
check('the log can be read', (await answer('GET', '/api/logs?limit=5')).totalReturned === 5);

service.kill('SIGTERM');
await lineWith(/Stopped/);
check('SIGTERM ends it with exit code 0', (await service.exited) === 0);
clearTimeout(timeout);
rmSync(folder, { recursive: true, force: true });
