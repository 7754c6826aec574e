import type { BunPlugin } from 'bun';
import { sqliteAddon } from './sqlite_addon.ts';
import { type Target, thisMachine } from './target.ts';

/** What is the same in the binaries of all targets. */
export type Contents = { readonly page: unknown; readonly commit: string };

/**
 * Writes the binary for `target` to `outfile`. For another machine than this one, Bun fetches itself for that one from npm.
 * @throws what Bun found wrong
 */
export async function compile(target: Target, outfile: string, { page, commit }: Contents): Promise<void> {
  await Bun.build({
    entrypoints: ['src/main.ts', 'src/press/worker.ts'],
    compile:
      target === thisMachine()
        ? { outfile }
        : { outfile, target: `bun-${target}` as Bun.Build.CompileTarget },
    minify: true,
    define: { TACHOGRAPH_COMMIT: JSON.stringify(commit) },
    plugins: [sqliteAddon(target), dashboard(page)],
  });
}

/** Embeds the page as it was bundled here: a binary has no sources to bundle. */
function dashboard(page: unknown): BunPlugin {
  return {
    name: 'dashboard',
    setup(build) {
      build.onLoad({ filter: /dashboard\/bundle\.ts$/ }, () => ({
        contents: `export const bundlePage = async () => (${JSON.stringify(page)});`,
        loader: 'js',
      }));
    },
  };
}
