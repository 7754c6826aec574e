import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Layout } from '../../src/publish/layout.ts';
import { faultsOf } from '../kill/folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONFIG = `seed: 42
missed_intervals: skip
emulated_mode: { enabled: true, company_batch_interval: PT1S, driver_batch_interval: PT1S }
`;

test('the real service fills the past, tells that it is not ready meanwhile, and goes live without a gap', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-fill-'));
  const [config, data] = [join(folder, 'config.yaml'), join(folder, 'data')];
  writeFileSync(config, CONFIG);
  const args = ['start', '--config', config, '--data-dir', data, '--port', '0', '--backfill-from', 'now-4m'];
  const service = spawn('bun', ['src/main.ts', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  const heard = (what: RegExp) =>
    new Promise<string>((resolve) => {
      const look = () => {
        const found = what.exec(out);
        if (found !== null) resolve(found[1] ?? '');
      };
      service.stdout.on('data', look);
      look();
    });
  service.stdout.on('data', (chunk) => {
    out += chunk;
  });
  try {
    const origin = await heard(/Listening on (\S+)/);
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, ((await ready.json()) as { detail: string }).detail]).toEqual([
      503,
      expect.stringMatching(/^the past is being filled, so far to 20/),
    ]);
    await heard(/going live[\s\S]*?Driver batch \d+[\s\S]*?(Driver batch \d+)[\s\S]*?Driver batch \d+/);
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    service.kill('SIGTERM');
    expect(await once(service, 'exit')).toEqual([0, null]);
    expect(faultsOf(data)).toEqual([]);
    const ledger = new Database(new Layout(data).ledger, { readonly: true });
    const gaps = ledger.prepare("SELECT generator, from_at FROM gaps WHERE reason <> 'baseline'").all();
    const published = ledger.prepare("SELECT count(*) AS n FROM batches WHERE state = 'published'").get();
    ledger.close();
    expect(gaps).toEqual([]);
    expect((published as { n: number }).n).toBeGreaterThanOrEqual(480);
  } finally {
    service.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
