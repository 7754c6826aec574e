import Counter from 'prom-client/lib/counter.js';
import Histogram from 'prom-client/lib/histogram.js';
import type Registry from 'prom-client/lib/registry.js';
import type { Bus } from '../events/bus.ts';

/** Seconds from publication: from a pipeline that streams to one that runs by the hour. */
const LATENCY_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];
/** Whoever reports chooses a pipeline's name, and a series once made stays: later ones share one. */
const MOST_PIPELINES = 20;
const OTHER_PIPELINES = 'other';

/** Measures from now on when pipelines report that a batch reached a layer. */
export function measureStages(registry: Registry, bus: Bus): void {
  const registers = [registry];
  const labelNames = ['pipeline', 'stage'];
  const latency = new Histogram({
    name: 'tachograph_stage_latency_seconds',
    help: 'From the publication of a batch until a pipeline had it in a layer, by reports of stages done.',
    labelNames,
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const failures = new Counter({
    name: 'tachograph_stage_failures_total',
    help: 'Reports of pipelines that a batch failed to reach a layer.',
    labelNames,
    registers,
  });
  const known = new Set<string>();

  bus.subscribe((fact) => {
    if (fact.event !== 'stage') return;
    if (known.size < MOST_PIPELINES) known.add(fact.pipeline);
    const pipeline = known.has(fact.pipeline) ? fact.pipeline : OTHER_PIPELINES;
    const labels = { pipeline, stage: fact.stage };
    // At 0 from a stage's first report on, so that increase() sees its first failure.
    failures.inc(labels, fact.status === 'failed' ? 1 : 0);
    // A pipeline whose clock is behind has a batch before it is published; a sum must not fall.
    if (fact.status === 'done') latency.observe(labels, Math.max(0, fact.latency_ms) / 1000);
  });
}
