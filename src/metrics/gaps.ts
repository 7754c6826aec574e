import Counter from 'prom-client/lib/counter.js';
import type Registry from 'prom-client/lib/registry.js';
import type { KeptGap } from '../ledger/rows.ts';
import { GAP_REASONS } from '../ledger/schema.ts';
import { GENERATORS } from '../plan/batch.ts';

/** This run's gaps after an id, the oldest first. */
export type GapsAfter = (id: number) => readonly KeptGap[];

/** What there are from the start on, so that `increase()` sees the first gap. Those of older ledgers are no gaps of this process. */
const REASONS = GAP_REASONS.filter((reason) => reason !== 'unknown');

/** Counts gaps, which no fact tells of, from the ledger when somebody asks. */
export function countGaps(registry: Registry, gapsAfter: GapsAfter): void {
  const registers = [registry];
  const labelNames = ['generator', 'reason'];
  let counted = 0;
  const gaps = new Counter({
    name: 'tachograph_gaps_total',
    help: 'Gaps in what this process published: one or more intervals in a row without a batch.',
    labelNames,
    registers,
    collect: () => {
      for (const { id, generator, reason, count } of gapsAfter(counted)) {
        gaps.inc({ generator, reason });
        missed.inc({ generator, reason }, count);
        counted = id;
      }
    },
  });
  const missed = new Counter({
    name: 'tachograph_missed_intervals_total',
    help: 'Intervals in the gaps of this process.',
    labelNames,
    registers,
  });
  for (const generator of GENERATORS) {
    for (const reason of REASONS) {
      gaps.inc({ generator, reason }, 0);
      missed.inc({ generator, reason }, 0);
    }
  }
}
