import { constants, loadavg, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { Layout } from '../src/publish/layout.ts';
import * as attacks from '../test/attack/attacks.ts';
import { AttackedService } from '../test/attack/service.ts';
import { percentile } from './percentile.ts';

/**
 * What attacks do to the batches: the real service at a batch of each generator a second, left alone, then attacked in one way after the other.
 * `bun bench/attacks.ts --seconds 20` prints for each how it was answered, how late the batches of the meantime were, and the most
 * memory and descriptors it took.
 */
const { values } = parseArgs({
  options: {
    /** Of each attack, at least. */
    seconds: { type: 'string', default: '20' },
    /** Parts of names, by commas: those alone. */
    only: { type: 'string', default: '' },
  },
});
const SECONDS = Number(values.seconds);
const GIB = 1024 ** 3;
const MIB = 1024 ** 2;
/** Of the batch that is downloaded: about 40 MB. */
const LARGE_EVENTS = 160_000;

const making = await AttackedService.start({ events: LARGE_EVENTS });
await making.publishes(1);
const { data } = making;
await making.stop();
const large = largestBatch();
const service = await AttackedService.start({ data, missed: 'skip' });
const { port } = service;
await service.publishes(3);
// Attackers sit elsewhere: they take no time from the service.
setPriority(constants.priority.PRIORITY_LOW);

const meanwhile = () => new Promise<void>((resolve) => setTimeout(resolve, SECONDS * 1000));

const ATTACKS: Record<string, () => Promise<unknown>> = {
  'left alone': meanwhile,
  'DNS rebinding': () => attacks.rebindName(port),
  'forged requests': () => attacks.forgeRequests(port),
  'paths to elsewhere': async () => (await attacks.climbPaths(port)).answers,
  'headers of 64 KB': () => attacks.swellHeaders(port),
  'bodies of 1 GB': () => attacks.swellBodies(port, GIB),
  '8 × 60 MB of verdicts': () => attacks.sendTogether(port, 8, 60 * MIB),
  '60 MB of batch ids': () => attacks.nameBatches(port, 60 * MIB),
  '60 MB of newlines': () => attacks.sendNewlines(port, 60 * MIB),
  '8 × arrays of 1 MB': () => attacks.sendArrays(port, 8),
  '1,000 slow headers': () => attacks.dripHeaders(port, 1000),
  '1,000 slow bodies': () => attacks.dripBodies(port, 1000),
  '10,000 idle connections': () => attacks.idle(port, 10_000),
  '100 followers that do not read': () => attacks.follow(port, 100, false, meanwhile),
  '1,100 followers': () => attacks.follow(port, 1100, true, meanwhile),
  '1,100 followers that do not read': () => attacks.follow(port, 1100, false, meanwhile),
  '4 downloads of 40 MB at 500 KB/s': () => attacks.download(port, large, 4, 500_000, meanwhile),
  '4 downloads of 40 MB at full speed': () => attacks.downloadAgain(port, large, 4, SECONDS),
  '100 downloads that do not read': () => attacks.download(port, large, 100, 0, meanwhile),
  '20 pages deep in 40 MB': () => attacks.pageDeep(port, large, 20),
  '100 pages deep in 40 MB': () => attacks.pageDeep(port, large, 100),
  'left alone again': meanwhile,
};

const ledger = new Database(new Layout(data).ledger, { readonly: true });
console.log(`load ${loadavg()[0]!.toFixed(1)}, ${SECONDS} s each at least; lateness in ms`);
row('', ['batches', 'p50', 'p99', 'max', 'MB', 'files'], 'answers');
const only = values.only.split(',');
for (const [name, attack] of Object.entries(ATTACKS)) {
  if (name === 'left alone' || only.some((part) => name.includes(part))) await measure(name, attack);
}
ledger.close();
const { exitCode, batches, faults } = await service.stop();
console.log(`exit code ${exitCode}, ${batches} driver batches, ${faults.length} faults`);
for (const fault of faults) console.log(fault);
service.remove();

async function measure(name: string, attack: () => Promise<unknown>): Promise<void> {
  let rssMb = 0;
  let descriptors = 0;
  const sampler = setInterval(() => {
    rssMb = Math.max(rssMb, service.rssMb);
    descriptors = Math.max(descriptors, service.descriptors);
  }, 100);
  const from = new Date().toISOString();
  const endMs = Date.now() + SECONDS * 1000;
  let answers: unknown;
  do answers = await attack();
  while (Date.now() < endMs);
  await service.publishes(1);
  clearInterval(sampler);
  const late = ledger
    .prepare('SELECT lateness_us FROM batches WHERE interval_end > ? AND lateness_us IS NOT NULL ORDER BY 1')
    .pluck()
    .all(from) as number[];
  const at = (share: number) => (percentile(late, share)! / 1000).toFixed(2);
  row(
    name,
    [late.length, at(0.5), at(0.99), at(1), rssMb.toFixed(0), descriptors],
    JSON.stringify(answers ?? ''),
  );
}

function row(name: string, cells: readonly unknown[], answers: string): void {
  console.log(`${name.padEnd(36)}${cells.map((cell) => String(cell).padStart(9)).join('')}  ${answers}`);
}

/** The id of the batch that was made to be downloaded. */
function largestBatch(): string {
  const ledger = new Database(new Layout(data).ledger, { readonly: true });
  const id = ledger
    .prepare(`SELECT batch_id FROM batches WHERE generator = 'driver' ORDER BY bytes DESC LIMIT 1`)
    .pluck()
    .get() as string;
  ledger.close();
  return id;
}
