import { History } from '../ledger/history.ts';
import type { DatasetRow } from '../ledger/rows.ts';
import type { Generator, Mode } from '../plan/batch.ts';
import { type Summary, writeProjections } from '../publish/projections.ts';
import type { Folder } from './folder.ts';

/** What a summary tells beside what the ledger counts. */
export type SummaryFacts = {
  readonly dataset: DatasetRow;
  readonly runId: string;
  readonly mode: Mode;
  readonly seed: number;
  readonly paused: boolean;
  readonly intervalMs: Readonly<Record<Generator, number>>;
};

/** Brings the files that tell of the ledger up to date. */
export function projectSummary({ disk, layout, ledger }: Folder, facts: SummaryFacts, nowMs: number): void {
  writeProjections(disk, layout, summaryOf(new History(ledger.connection), facts, nowMs));
}

/** The ledger's newest state, for the projections. */
function summaryOf(history: History, facts: SummaryFacts, nowMs: number): Summary {
  const { dataset, intervalMs, ...rest } = facts;
  const part = (generator: Generator) => {
    const totals = history.totals(dataset.id, generator, nowMs);
    return {
      ...totals,
      intervalMs: intervalMs[generator],
      lastBatchId: history.batches(dataset.id, { generator, limit: 1 })[0]?.batchId ?? null,
    };
  };
  return {
    ...rest,
    datasetId: dataset.id,
    datasetStartedMs: dataset.startedAt,
    nowMs,
    generators: { company: part('company'), driver: part('driver') },
    issues: history.issues(dataset.id),
  };
}
