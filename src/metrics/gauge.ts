import Gauge from 'prom-client/lib/gauge.js';
import type Registry from 'prom-client/lib/registry.js';

export type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number };

/**
 * Adds a gauge that is read when somebody asks.
 * @param read the samples that there are now: what is not known has none
 */
export function showGauge(
  registry: Registry,
  { name, help, labelNames = [] }: { name: string; help: string; labelNames?: string[] },
  read: () => readonly Sample[],
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      // A gauge without labels resets to 0 rather than to nothing.
      if (labelNames.length === 0) this.remove();
      for (const { labels = {}, value } of read()) this.set(labels, value);
    },
  });
}
