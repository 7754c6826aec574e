import { ApiProblem } from '../api/problem.ts';

/** A file that a bundle consists of; the page itself is called `page.html`. */
export type BundledFile = { readonly name: string; readonly contentType: string; readonly text: string };

/**
 * Bundles the page from its sources, in a tenth of a second. In the binary `scripts/build.ts` puts the finished bundle in this
 * file's place.
 *
 * @throws {ApiProblem} 503 where there is no Bun to bundle with; otherwise where the sources are faulty
 */
export async function bundlePage(): Promise<readonly BundledFile[]> {
  if (!('Bun' in globalThis)) {
    const detail = 'the dashboard comes with the binary, or is bundled by Bun: run one of them to see it';
    throw new ApiProblem('dashboard_unavailable', detail);
  }
  const { outputs } = await Bun.build({
    entrypoints: [new URL('./page/page.html', import.meta.url).pathname],
    minify: true,
    publicPath: '/assets/',
    naming: { entry: '[name].[ext]', chunk: '[name]-[hash].[ext]', asset: '[name]-[hash].[ext]' },
  });
  return Promise.all(
    outputs.map(async (output) => ({
      name: output.path.replace(/^.*\//, ''),
      contentType: output.type,
      text: await output.text(),
    })),
  );
}
