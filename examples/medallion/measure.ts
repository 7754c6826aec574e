import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Layer } from './warehouse/layers.ts';
import { Warehouse } from './warehouse/warehouse.ts';

/*
 * How fast and how well the pipeline does on the demo's data, as Markdown: publication to gold, the grade by kind, and whether
 * every line is accounted for. Takes batches × seconds.
 *
 *   bun examples/medallion/measure.ts --batches 200 --seconds 5
 */
const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
    config: { type: 'string', default: join(import.meta.dirname, 'demo.yaml') },
  },
});
const BATCHES = Number(values.batches);
const LAYERS = ['bronze', 'silver', 'gold'] as const;
const ROOT = join(import.meta.dirname, '../..');

type StageView = { readonly pipeline: string; readonly stage: Layer; readonly latency_ms: number };
type BatchView = { readonly batch_id: string; readonly batch_number: number };
type Share = number | null;
type Grade = {
  readonly batches: { readonly graded: number; readonly pending: number };
  readonly records: Readonly<Record<'total' | 'dirty' | 'flagged' | 'precision' | 'recall', Share>>;
  readonly kinds: readonly {
    readonly kind: string;
    readonly scope: string;
    readonly dirty: number;
    readonly caught: number;
    readonly diagnosed: { readonly precision: Share; readonly recall: Share } | null;
  }[];
  readonly cells: { readonly precision: Share; readonly recall: Share };
};

const folder = mkdtempSync(join(tmpdir(), 'tachograph-measure-'));
const config = join(folder, 'config.yaml');
writeFileSync(
  config,
  readFileSync(values.config, 'utf8').replaceAll(/(batch_interval: )PT\d+S/g, `$1PT${values.seconds}S`),
);
const data = join(folder, 'data');
const service = run('src/main.ts', 'start', '--config', config, '--data-dir', data, '--port', '0');
const origin = await new Promise<string>((resolve) => {
  service.stdout!.on('data', (chunk) => {
    const [, found] = String(chunk).match(/Listening on (http:\S+)/) ?? [];
    if (found !== undefined) resolve(found);
  });
});
const pipeline = run(
  'examples/medallion/main.ts',
  ...['--data', data, '--warehouse', join(folder, 'warehouse'), '--service', origin],
);
pipeline.stdout!.resume();

const grade = await gradeOf(BATCHES);
const latencies = await latenciesOf(BATCHES);
for (const child of [pipeline, service]) {
  child.kill('SIGTERM');
  await once(child, 'exit');
}
const warehouse = await Warehouse.open(join(folder, 'warehouse'));
const [accounting] = await warehouse.rows(
  'SELECT count(*) AS batches, sum(lines) AS lines, sum(once) AS once, sum(lost) AS lost, sum(repeated) AS repeated FROM control.accounting',
);
warehouse.close();
rmSync(folder, { recursive: true, force: true });

console.log(`A batch every ${values.seconds} s. From publication until a layer was done, in ms:\n`);
console.log('| layer | batches | p50 | p99 | max |\n|---|---|---|---|---|');
for (const layer of LAYERS) {
  const sorted = latencies[layer].toSorted((a, b) => a - b);
  console.log(
    `| ${layer} | ${sorted.length} | ${at(sorted, 0.5)} | ${at(sorted, 0.99)} | ${at(sorted, 1)} |`,
  );
}
console.log(
  '\n| kind | scope | dirty | caught | named: precision | named: recall |\n|---|---|---|---|---|---|',
);
for (const { kind, scope, dirty, caught, diagnosed } of grade.kinds) {
  const named = [diagnosed?.precision ?? null, diagnosed?.recall ?? null].map(percent);
  console.log(`| ${kind} | ${scope} | ${dirty} | ${caught} | ${named.join(' | ')} |`);
}
const { total, dirty, flagged, precision, recall } = grade.records;
console.log(
  `\n${grade.batches.graded} batches graded, ${grade.batches.pending} pending: ${total} records, ${dirty} dirty, ` +
    `${flagged} flagged; precision ${percent(precision)}, recall ${percent(recall)}; ` +
    `by field: precision ${percent(grade.cells.precision)}, recall ${percent(grade.cells.recall)}.`,
);
console.log(`Accounted for: ${JSON.stringify(accounting)}`);

function run(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  child.on('exit', (code) => {
    if (code !== 0 && code !== null) throw new Error(`${args[0]} ended with ${code}`);
  });
  return child;
}

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${origin}${path}`);
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The grade as soon as so many batches count. */
async function gradeOf(batches: number): Promise<Grade> {
  for (;;) {
    const grade = await get<Grade>('/api/grade?pipeline=medallion');
    if (grade.batches.graded >= batches) return grade;
    await sleep(1000);
  }
}

/** Of the newest batches that have been through a layer; the first of all is left out: it was published before the pipeline ran. */
async function latenciesOf(limit: number): Promise<Record<Layer, number[]>> {
  const latencies: Record<Layer, number[]> = { bronze: [], silver: [], gold: [] };
  const { batches } = await get<{ batches: BatchView[] }>(`/api/batches?generator=driver&limit=${limit}`);
  for (const { batch_id, batch_number } of batches) {
    if (batch_number === 1) continue;
    const { stages } = await get<{ stages: StageView[] }>(`/api/batches/driver/${batch_id}`);
    for (const { stage, latency_ms } of stages) latencies[stage].push(latency_ms);
  }
  return latencies;
}

/** The nearest rank. */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** Never rounded up: 100 % is all of them. */
function percent(share: Share): string {
  return share === null ? '–' : `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
