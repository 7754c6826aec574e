import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { $ } from 'bun';
import { bundlePage } from '../src/dashboard/bundle.ts';
import { compile } from './build/compile.ts';
import { needsSystemCxx, RELEASED, type Target, thisMachine } from './build/target.ts';

/**
 * Builds the binary for this machine, `dist/tachograph`. With `--all` also what a release holds: `dist/tachograph-<target>` and
 * `dist/SHA256SUMS`. `TACHOGRAPH_COMMIT` says the commit where git cannot.
 */
const { values } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
const commit =
  process.env.TACHOGRAPH_COMMIT ||
  (await $`git describe --always --dirty --exclude '*'`.nothrow().quiet().text()).trim() ||
  'unknown';
const contents = { page: await bundlePage(), commit };

async function build(target: Target, name: string): Promise<string> {
  await compile(target, `dist/${name}`, contents);
  const note = needsSystemCxx(target) ? `; needs the system's libstdc++` : '';
  console.log(`dist/${name}: ${target}, ${(Bun.file(`dist/${name}`).size / 1e6).toFixed(0)} MB${note}`);
  return name;
}

await build(thisMachine(), 'tachograph');
if (values.all) {
  const sums: string[] = [];
  for (const target of RELEASED) {
    const name = await build(target, `tachograph-${target}`);
    const hash = createHash('sha256')
      .update(readFileSync(`dist/${name}`))
      .digest('hex');
    sums.push(`${hash}  ${name}\n`);
  }
  writeFileSync('dist/SHA256SUMS', sums.join(''));
}
