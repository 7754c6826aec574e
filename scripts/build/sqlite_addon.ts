import type { BunPlugin } from 'bun';
import { addonEntry, cxxRuntime, type Target } from './target.ts';

const NAMESPACE = 'sqlite-addon';

/**
 * Embeds SQLite's addon of `target`: better-sqlite3's default entry would look for it on disk. With it go GCC's libraries, which are
 * loaded where the system has none: a loader takes a library that is there already, whatever file it came from.
 */
export function sqliteAddon(target: Target): BunPlugin {
  const entry = JSON.stringify(require.resolve(addonEntry(target)));
  const runtime = cxxRuntime(target);
  const contents = runtime === null ? `export default require(${entry});` : withRuntime(runtime, entry);
  return {
    name: NAMESPACE,
    setup(build) {
      build.onResolve({ filter: /^better-sqlite3$/ }, () => ({ path: 'entry', namespace: NAMESPACE }));
      build.onLoad({ filter: /^entry$/, namespace: NAMESPACE }, () => ({ contents, loader: 'js' }));
    },
  };
}

/** bun:ffi opens nothing without a symbol, so each names one that is never called. */
function withRuntime([gcc, cxx]: readonly [string, string], entry: string): string {
  return `
    import { dlopen } from 'bun:ffi';
    import gcc from ${JSON.stringify(gcc)} with { type: 'file' };
    import cxx from ${JSON.stringify(cxx)} with { type: 'file' };
    const openCxx = (path) => dlopen(path, { __cxa_get_globals: { returns: 'ptr' } });
    try {
      openCxx('libstdc++.so.6');
    } catch {
      dlopen(gcc, { _Unwind_Backtrace: { returns: 'int' } });
      openCxx(cxx);
    }
    export default require(${entry});`;
}
