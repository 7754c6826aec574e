import Gauge from 'prom-client/lib/gauge.js';
import type Registry from 'prom-client/lib/registry.js';

/** Which Tachograph this is. */
export type Build = {
  readonly version: string;
  /** Of the source; null where it is not known. */
  readonly commit: string | null;
  /** Of the bytes that a batch has for its seed. */
  readonly generatorVersion: number;
  /** E.g. `bun 1.4.5`. */
  readonly runtime: string;
};

/** `tachograph_build_info`: always 1, to be joined to other series by its labels. */
export function showBuild(registry: Registry, { version, commit, generatorVersion, runtime }: Build): void {
  const labels = { version, commit: commit ?? '', generator_version: String(generatorVersion), runtime };
  new Gauge({
    name: 'tachograph_build_info',
    help: 'Which Tachograph this is; always 1.',
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1);
}
