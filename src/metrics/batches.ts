import Counter from 'prom-client/lib/counter.js';
import Histogram from 'prom-client/lib/histogram.js';
import type Registry from 'prom-client/lib/registry.js';
import { DEFECT_KINDS } from '../defects/kinds.ts';
import type { Bus } from '../events/bus.ts';
import { GENERATORS, type Mode } from '../plan/batch.ts';

/** Seconds: most batches are visible within a millisecond of their interval's end. */
const LATENESS_BUCKETS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
/** Seconds: from ten events to five million. */
const GENERATION_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
];

/**
 * Counts published batches from now on.
 * @param mode of this process; recovered batches may be of the other
 */
export function countBatches(registry: Registry, bus: Bus, mode: Mode): void {
  const registers = [registry];
  const batches = new Counter({
    name: 'tachograph_batches_total',
    help: 'Batches published by this process.',
    labelNames: ['generator', 'mode'],
    registers,
  });
  const records = new Counter({
    name: 'tachograph_records_total',
    help: 'Records in batches published by this process; the corrupted ones have a defect each.',
    labelNames: ['generator', 'quality'],
    registers,
  });
  const defects = new Counter({
    name: 'tachograph_defects_total',
    help: 'Defects in batches published by this process, by kind.',
    labelNames: ['generator', 'kind'],
    registers,
  });
  const lateness = new Histogram({
    name: 'tachograph_publish_lateness_seconds',
    help: 'From the end of an interval until its batch was visible; batches published on schedule alone.',
    labelNames: ['generator'],
    buckets: LATENESS_BUCKETS,
    registers,
  });
  const generation = new Histogram({
    name: 'tachograph_generation_seconds',
    help: 'How long it took to make and stage a batch.',
    labelNames: ['generator'],
    buckets: GENERATION_BUCKETS,
    registers,
  });

  // A counter that appears with its first batch hides that batch from increase().
  for (const generator of GENERATORS) {
    batches.inc({ generator, mode }, 0);
    for (const quality of ['valid', 'corrupted']) records.inc({ generator, quality }, 0);
    for (const { kind } of DEFECT_KINDS) defects.inc({ generator, kind }, 0);
    lateness.zero({ generator });
    generation.zero({ generator });
  }

  bus.subscribe((fact) => {
    if (fact.event !== 'batch_generated') return;
    const { generator } = fact;
    batches.inc({ generator, mode: fact.mode });
    records.inc({ generator, quality: 'valid' }, fact.valid_count);
    records.inc({ generator, quality: 'corrupted' }, fact.corrupted_count);
    for (const [kind, count] of Object.entries(fact.issues)) defects.inc({ generator, kind }, count);
    if (fact.lateness_us !== null) lateness.observe({ generator }, fact.lateness_us / 1e6);
    if (fact.generation_ms !== null) generation.observe({ generator }, fact.generation_ms / 1000);
  });
}
