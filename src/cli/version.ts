import manifest from '../../package.json' with { type: 'json' };
import { GENERATOR_VERSION } from '../press/version.ts';

declare const TACHOGRAPH_COMMIT: string | undefined;

/** What this program is; the build writes the commit into the binary. */
export const VERSION = {
  version: manifest.version,
  commit: typeof TACHOGRAPH_COMMIT === 'string' ? TACHOGRAPH_COMMIT : null,
  generatorVersion: GENERATOR_VERSION,
  runtime: 'Bun' in globalThis ? `bun ${Bun.version}` : `deno ${process.versions.deno}`,
} as const;

/** `tachograph 0.1.0 (1a2b3c4)` */
export function versionLine(): string {
  return `tachograph ${VERSION.version} (${VERSION.commit ?? 'source'})`;
}
