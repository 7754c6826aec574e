import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { stripesOfJob } from '../../src/press/stripe_press.ts';
import { GENERATOR_VERSION } from '../../src/press/version.ts';
import { GOLDEN_JOBS } from './golden_jobs.ts';
import { press } from './jobs.ts';

/** The version whose bytes these are: it changes together with the hashes, never alone. */
const FROZEN_VERSION = 2;

/** Every frozen batch; `stripes` so that the large ones stay large. */
const GOLDEN = [
  {
    name: 'company batch',
    stripes: 1,
    records: 100,
    sha256: 'b5644ba49d2f695a77c3f12522a9ad4361621c2b43da1ece485bf86b51cdadf4',
  },
  {
    name: 'company batch, dirty',
    stripes: 1,
    records: 100,
    sha256: 'd9f574bdad5514297a2a0554c245dd760864c2cec146959b403507f1a272821d',
  },
  {
    name: 'driver batch',
    stripes: 1,
    records: 3_347,
    sha256: 'a609737ca2f143f8063e59474e6c702d3ff24b8de698570d8d5524abebd8ea01',
  },
  {
    name: 'driver batch, dirty',
    stripes: 1,
    records: 3_347,
    sha256: '387b4dcceea7e8e3f72150bbe91a7f6e52b23c46197712e26c77805bdca0fdd4',
  },
  {
    name: 'emulated batch',
    stripes: 1,
    records: 8,
    sha256: '246e200ed19ac1d8573a0f05592128b2512176218866b3108584291980f39eb5',
  },
  {
    name: 'emulated batch, dirty',
    stripes: 1,
    records: 8,
    sha256: '9d96d9cf210d6cc2fc64e49f9f37360b54679a1e77e5c6a9804133295236ccf9',
  },
  {
    name: 'large company batch',
    stripes: 2,
    records: 70_000,
    sha256: 'aa25d0dae9dbc5b4e3a22f32154d97369f732bbb6bdbe18b95c6c6aa18f1aa46',
  },
  {
    name: 'large driver batch',
    stripes: 3,
    records: 175_460,
    sha256: '83b8ac6f2bcacf26836e0b9dff42f190bd36e4adf189da9930186c85dfa9a3d4',
  },
  {
    name: 'large driver batch, dirty',
    stripes: 3,
    records: 175_460,
    sha256: 'b81eac0b9b7863ad548115fe670f39bc72dd35e361e84427147792a168f42804',
  },
  {
    name: 'large emulated batch',
    stripes: 2,
    records: 81_794,
    sha256: 'cb4cfa19a1a21391ab3189334e2dad9603b0e3c3eaa6935d84bb447feb76ec7b',
  },
] as const;

const BUMP = `The bytes of version ${FROZEN_VERSION} have changed. If that is meant, raise GENERATOR_VERSION in \
src/press/version.ts by one and freeze it here with the new hashes; if not, it is a bug: published batches no longer derive.`;

describe('frozen bytes', () => {
  test('are those of the version that batches record', () => {
    expect(GENERATOR_VERSION, 'freeze the hashes of the new version here').toBe(FROZEN_VERSION);
    expect(GOLDEN.map(({ name }) => name as string)).toEqual(Object.keys(GOLDEN_JOBS));
  });

  for (const { name, stripes, records, sha256 } of GOLDEN) {
    test(`${name}`, () => {
      const job = GOLDEN_JOBS[name]!;
      expect(stripesOfJob(job).length).toBe(stripes);
      const { pressed } = press(job);
      expect({ records: pressed.recordCount, sha256: pressed.sha256 }, BUMP).toEqual({ records, sha256 });
    });
  }

  test('have defects of every kind among them', () => {
    const { issues } = press(GOLDEN_JOBS['large driver batch, dirty']!).pressed;
    expect(Object.keys(issues).sort()).toEqual(DEFECT_KINDS.map(({ kind }) => kind as string).sort());
  });

  const deno = spawnSync('deno', ['--version']);
  test.skipIf(deno.status !== 0)(
    'are the same under Deno',
    () => {
      const program = fileURLToPath(new URL('./golden_hashes.ts', import.meta.url));
      const { stdout, stderr } = spawnSync('deno', ['run', '--allow-all', program], { encoding: 'utf8' });
      expect(stdout, stderr).not.toBe('');
      expect(JSON.parse(stdout)).toEqual(
        Object.fromEntries(GOLDEN.map(({ name, sha256 }) => [name, sha256])),
      );
    },
    // A cold start compiles; this bounds a hang, it measures nothing.
    60_000,
  );
});
