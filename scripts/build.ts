import { $ } from 'bun';
import { bundlePage } from '../src/dashboard/bundle.ts';

/**
 * Builds the binary for this machine: `dist/tachograph`. SQLite's addon is embedded through better-sqlite3's entry for the
 * platform; its default entry would look for the addon on disk.
 */
const target = `linux-${process.arch}`;
const page = await bundlePage();
const commit = (await $`git rev-parse --short HEAD`.nothrow().quiet().text()).trim();

const result = await Bun.build({
  entrypoints: ['src/main.ts', 'src/press/worker.ts'],
  compile: { outfile: 'dist/tachograph' },
  minify: true,
  define: { TACHOGRAPH_COMMIT: JSON.stringify(commit || 'unknown') },
  plugins: [
    {
      name: 'sqlite-addon',
      setup(build) {
        build.onResolve({ filter: /^better-sqlite3$/ }, () => ({
          path: require.resolve(`better-sqlite3/${target}`),
        }));
      },
    },
    {
      name: 'dashboard',
      setup(build) {
        build.onLoad({ filter: /dashboard\/bundle\.ts$/ }, () => ({
          contents: `export const bundlePage = async () => (${JSON.stringify(page)});`,
          loader: 'js',
        }));
      },
    },
  ],
});
for (const log of result.logs) console.error(log);
if (!result.success) process.exit(1);
