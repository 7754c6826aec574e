import type { History } from '../ledger/history.ts';
import type { DatasetRow } from '../ledger/rows.ts';
import type { Generator, Mode } from '../plan/batch.ts';
import type { Summary } from '../publish/projections.ts';

/** What a summary tells beside what the ledger counts. */
export type SummaryFacts = {
  readonly dataset: DatasetRow;
  readonly runId: string;
  readonly mode: Mode;
  readonly seed: number;
  readonly paused: boolean;
  readonly intervalMs: Readonly<Record<Generator, number>>;
};

/** The ledger's newest state, for the projections. */
export function summaryOf(history: History, facts: SummaryFacts, nowMs: number): Summary {
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
