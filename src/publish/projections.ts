import type { Generator, Mode } from '../plan/batch.ts';
import type { Disk } from './disk.ts';
import type { Layout } from './layout.ts';
import { jsonBytes, replaceFile } from './whole_file.ts';

/** One generator's part of a projection. */
export type GeneratorSummary = {
  readonly batches: number;
  readonly records: number;
  readonly corrupted: number;
  readonly lastBatchId: string | null;
  readonly lastPublishedMs: number | null;
  readonly intervalMs: number;
};

/** What the projections tell: the ledger's newest state, for people and programs that do not read SQLite. */
export type Summary = {
  readonly datasetId: number;
  readonly datasetStartedMs: number;
  readonly runId: string;
  readonly mode: Mode;
  readonly seed: number;
  readonly paused: boolean;
  readonly nowMs: number;
  readonly generators: Readonly<Record<Generator, GeneratorSummary>>;
  readonly issues: Readonly<Record<string, number>>;
};

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** Rewrites `generator_state.json`, `batch_manifest.json` and `dataset.md`, each in one step. */
export function writeProjections(disk: Disk, layout: Layout, summary: Summary): void {
  replaceFile(disk, layout.generatorState, jsonBytes(stateOf(summary)));
  replaceFile(disk, layout.batchManifest, jsonBytes(manifestOf(summary)));
  replaceFile(disk, layout.datasetSummary, new TextEncoder().encode(markdownOf(summary)));
}

function stateOf({ generators, ...summary }: Summary) {
  const part = (generator: Generator) => ({
    total_batches: generators[generator].batches,
    last_batch_id: generators[generator].lastBatchId,
    last_batch_time: iso(generators[generator].lastPublishedMs),
  });
  return {
    dataset_id: summary.datasetId,
    run_id: summary.runId,
    generation_mode: summary.mode,
    seed: summary.seed,
    paused: summary.paused,
    saved_at: iso(summary.nowMs),
    company_generator: part('company'),
    driver_generator: part('driver'),
  };
}

function manifestOf({ generators, nowMs }: Summary) {
  return {
    last_batch_id: generators.driver.lastBatchId,
    total_events: generators.driver.records,
    total_batches: generators.driver.batches,
    last_updated: iso(nowMs),
  };
}

function markdownOf(summary: Summary): string {
  const { company, driver } = summary.generators;
  const row = (name: string, part: GeneratorSummary) =>
    `| ${name} | ${part.intervalMs / 1000} s | ${part.batches} | ${part.records} | ${part.corrupted} | ${part.lastBatchId ?? '–'} |`;
  const issues = Object.entries(summary.issues).sort(([, a], [, b]) => b - a);
  return `# Dataset ${summary.datasetId}

Synthetic fleet data, made by Tachograph in ${summary.mode} mode from seed ${summary.seed}. The dataset began
${iso(summary.datasetStartedMs)}; this page was written ${iso(summary.nowMs)}.

| | interval | batches | records | corrupted | newest batch |
|---|---|---|---|---|---|
${row('companies', company)}
${row('driver events', driver)}

- \`raw/companies.jsonl\`: companies, one JSON object a line, appended once per batch.
- \`raw/events/<batch_id>/events.jsonl\`: driver events, with \`batch_meta.json\` beside them.
${issues.length === 0 ? '' : `\n| defect | records |\n|---|---|\n${issues.map(([kind, count]) => `| ${kind} | ${count} |`).join('\n')}\n`}`;
}
