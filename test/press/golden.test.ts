import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DEFECT_KINDS } from '../../src/defects/kinds.ts';
import { stripesOfJob } from '../../src/press/stripe_press.ts';
import { GENERATOR_VERSION } from '../../src/press/version.ts';
import { GOLDEN_JOBS } from './golden_jobs.ts';
import { press } from './jobs.ts';

/** The version whose bytes these are: it changes together with the hashes, never alone. */
const FROZEN_VERSION = 1;

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
    sha256: '0f34f743603622e307297f867492228218e1305cae4588c24e28b537726bf466',
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
    sha256: 'e37244c9b2ff1df41e8b8f086043dfb087c934a1a07aa25414ad13f69c990704',
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
    sha256: 'f9537f9cc2d6ca1f37956aa6f0f736bf3e118348334bd7e2adf10fdb571e5362',
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
