import { batches, gaps } from '../../src/ledger/schema.ts';
import type { Generator } from '../../src/plan/batch.ts';
import { type Machine, time } from '../fixtures.ts';

/**
 * Where the open dataset's published intervals and gaps leave a hole between each other, or lie over each other. There
 * is none in a healthy dataset whose intervals kept their length.
 */
export function settledIntervals({ ledger }: Machine, generator: Generator) {
  const dataset = ledger.openDataset()!.id;
  const published = ledger.connection
    .select()
    .from(batches)
    .all()
    .filter((row) => row.datasetId === dataset && row.generator === generator && row.state !== 'planned')
    .map((row) => ({ fromMs: row.intervalStart, toMs: row.intervalEnd }));
  const skipped = ledger.connection
    .select()
    .from(gaps)
    .all()
    .filter((gap) => gap.datasetId === dataset && gap.generator === generator)
    .map((gap) => ({ fromMs: gap.from, toMs: gap.to }));
  const all = [...published, ...skipped].sort((a, b) => a.fromMs - b.fromMs);
  const broken = all
    .slice(1)
    .flatMap(({ fromMs }, i) =>
      fromMs === all[i]!.toMs ? [] : [`${time(all[i]!.toMs)} is followed by ${time(fromMs)}`],
    );
  return { generator, broken };
}
