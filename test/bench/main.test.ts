import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Report } from '../../bench/report.ts';
import { inTempFolder } from '../../bench/temp_folder.ts';
import { ROOT } from '../ship/repository_files.ts';

const bench = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['bench/main.ts', ...args], { cwd: ROOT });

test('prints what the machine was and a table, and writes the same as JSON', async () => {
  await inTempFolder(async (folder) => {
    const file = join(folder, 'results', 'bench.json');
    const { stdout } = await bench('encode', '--tiny', '--events', '300', '--out', file);
    const report: Report = JSON.parse(readFileSync(file, 'utf8'));
    expect(report).toMatchObject({ scale: 'tiny', failures: [] });
    expect(report.machine.runtime).toBe(`Bun ${Bun.version}`);
    expect(report.machine.cores).toBeGreaterThan(0);
    expect(stdout).toContain(report.machine.kernel);
    for (const { section, name, hash = '' } of report.figures) {
      const line = stdout.split('\n').find((line) => line.startsWith(section) && line.includes(name));
      expect(line).toContain(hash.slice(0, 12));
    }
  });
});

test('says how long it takes before it begins', async () => {
  const { stderr } = await bench('encode', '--tiny', '--out', '/dev/null');
  expect(stderr).toMatch(/^1 section: about \d+ s/);
});

test('refuses what it does not know, with exit code 2', async () => {
  await expect(bench('warp')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no section warp; there are '),
  });
});

test('its help names every option with its value', async () => {
  const { stdout } = await bench('--help');
  expect(stdout).toMatch(/lateness +\d+ s, \d+ s +--seconds 510 --clients 8 --pause 30/);
});
