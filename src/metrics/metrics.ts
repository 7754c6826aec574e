import Registry from 'prom-client/lib/registry.js';
import type { Settings } from '../config/settings.ts';
import type { Bus } from '../events/bus.ts';
import { countBatches } from './batches.ts';
import { type Build, showBuild } from './build.ts';
import { countGaps, type GapsAfter } from './gaps.ts';
import { showProcess } from './process.ts';
import { measureStages } from './stages.ts';
import { type StateSources, showState } from './state.ts';

export type MetricsSources = StateSources & {
  readonly build: Build;
  readonly bus: Bus;
  readonly gapsAfter: GapsAfter;
  readonly settings: Pick<Settings, 'mode'>;
};

/**
 * What Prometheus reads of this process. Counters begin at 0 and follow the bus from now on; gauges are read when somebody
 * asks. Values of labels are few: ids, file names and messages are none.
 */
export function metricsOf(sources: MetricsSources): Registry {
  const { build, bus, gapsAfter, settings } = sources;
  const registry = new Registry();
  showBuild(registry, build);
  countBatches(registry, bus, settings.mode);
  countGaps(registry, gapsAfter);
  measureStages(registry, bus);
  showState(registry, sources);
  showProcess(registry);
  return registry;
}
