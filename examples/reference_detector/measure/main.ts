import { parseArgs } from 'node:util';
import { DEFECT_KINDS } from '../../../src/defects/kinds.ts';
import { detect } from '../detect.ts';
import { qualityOf, type SampleOrder, sample } from './sample.ts';
import { type KindScore, noScores, precisionOf, recallOf, type Scores, score } from './scores.ts';

/*
 * How much of what is wrong the reference detector finds, as a Markdown table. Needs the repository's sources: it
 * makes batches and compares verdicts with what the injector did.
 *
 *   bun examples/reference_detector/measure/main.ts --events 100000 --rate 0.05 --seed 42
 *   bun examples/reference_detector/measure/main.ts --equal-weights     every kind as likely, broken lines too
 *   bun examples/reference_detector/measure/main.ts --kind duplicate    one kind alone
 */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '42' },
    'equal-weights': { type: 'boolean', default: false },
    kind: { type: 'string' },
  },
});
const EVENTS = Number(values.events);
const ONLY = DEFECT_KINDS.filter(({ kind }) => values.kind === undefined || values.kind === kind);
if (ONLY.length === 0) throw new Error(`no such kind: ${values.kind}`);
const WEIGHTS = Object.fromEntries(ONLY.map(({ kind }) => [kind, 1]));
const HAS_DEFAULT_WEIGHTS = values.kind === undefined && !values['equal-weights'];
const COMMON = {
  quality: qualityOf(Number(values.rate), HAS_DEFAULT_WEIGHTS ? undefined : WEIGHTS),
  seed: Number(values.seed),
};

const LARGE_BATCH = 20_000;
const SMALL_BATCH = { min: 5, max: 20 };
const COMPANIES_PER_BATCH = 100;
const PRODUCTION: SampleOrder = {
  ...COMMON,
  companyBatches: 6,
  companiesPerBatch: COMPANIES_PER_BATCH,
  driverBatches: Math.ceil(EVENTS / LARGE_BATCH),
  eventCount: { kind: 'uniform', min: LARGE_BATCH, max: LARGE_BATCH },
  intervalMs: 900_000,
};
const EMULATED: SampleOrder = {
  ...COMMON,
  companyBatches: 10,
  companiesPerBatch: 10,
  driverBatches: Math.ceil((2 * EVENTS) / (SMALL_BATCH.min + SMALL_BATCH.max)),
  eventCount: { kind: 'uniform', ...SMALL_BATCH },
  intervalMs: 10_000,
};
const COMPANIES: SampleOrder = {
  ...PRODUCTION,
  companyBatches: Math.ceil(EVENTS / COMPANIES_PER_BATCH),
  driverBatches: 0,
};

const columns: [title: string, scores: Scores][] = [
  ['events, batches of 20,000', scoresOf(PRODUCTION, 'driver')],
  ['events, batches of 5–20', scoresOf(EMULATED, 'driver')],
  ['companies, batches of 100', scoresOf(COMPANIES, 'company')],
];

row('kind', 'scope', ({ title }) => title);
console.log('|---|---|---|---|---|');
for (const { kind, scope } of DEFECT_KINDS) {
  row(kind, scope, ({ scores }) => caught([scores.kinds[kind]]));
}
for (const scope of new Set(DEFECT_KINDS.map((kind) => kind.scope))) {
  const kinds = DEFECT_KINDS.filter((kind) => kind.scope === scope).map(({ kind }) => kind);
  row('*all*', scope, ({ scores }) => caught(kinds.map((kind) => scores.kinds[kind])));
}
row('lines', '', ({ scores }) => whole(scores.lines));
row('dirty', '', ({ scores }) => whole(scores.dirty));
row('flagged', '', ({ scores }) => whole(scores.flagged));
row('clean and flagged', '', ({ scores }) => whole(scores.falseAlarms));
row('of those in doubt', '', ({ scores }) => whole(scores.doubtful));
row('precision', '', ({ scores }) => percent(precisionOf(scores)));
row('recall', '', ({ scores }) => percent(recallOf(Object.values(scores.kinds))));
row('kind named right, of the caught', '', ({ scores }) => percent(namedShare(scores)));

function scoresOf(order: SampleOrder, generator: 'company' | 'driver'): Scores {
  const scores = noScores();
  for (const keyed of sample(order)) {
    if (keyed.batch.generator === generator) score(scores, keyed, detect(keyed.batch));
  }
  return scores;
}

function row(name: string, scope: string, cell: (column: { title: string; scores: Scores }) => string): void {
  const cells = columns.map(([title, scores]) => cell({ title, scores }));
  console.log(`| ${[name, scope, ...cells].join(' | ')} |`);
}

function caught(kinds: readonly KindScore[]): string {
  const dirty = kinds.reduce((sum, kind) => sum + kind.dirty, 0);
  if (dirty === 0) return '–';
  const found = kinds.reduce((sum, kind) => sum + kind.caught, 0);
  return `${whole(found)} of ${whole(dirty)}: ${percent(recallOf(kinds))}`;
}

function namedShare({ kinds }: Scores): number {
  const all = Object.values(kinds);
  return all.reduce((sum, { named }) => sum + named, 0) / all.reduce((sum, kind) => sum + kind.caught, 0);
}

function whole(count: number): string {
  return count.toLocaleString('en');
}

/** Never rounded up: 100 % is all of them. A share of nothing is no number. */
function percent(share: number): string {
  if (Number.isNaN(share)) return '–';
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
