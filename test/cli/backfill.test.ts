import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { backfill } from '../../src/cli/backfill.ts';
import { backfillText } from '../../src/cli/backfill_text.ts';
import { readCommandLine, UsageError } from '../../src/cli/options.ts';
import { BackfillRefused } from '../../src/engine/backfill_span.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { FolderInUse, lockFolder } from '../../src/ledger/lock.ts';
import { Layout } from '../../src/publish/layout.ts';
import { LocalDisk } from '../../src/publish/local_disk.ts';
import { InlinePress } from '../fakes/inline_press.ts';
import { SimulatedClock } from '../fakes/simulated_clock.ts';
import { faultsOf } from '../kill/folder.ts';
import { recorded } from './published_folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = Date.parse('2025-11-10T00:00:00Z');
const CONFIG = `seed: 42
emulated_mode: { enabled: true, company_batch_interval: PT10S, driver_batch_interval: PT10S }
quality_injection: { enabled: true, corruption_rate: 0.3 }
`;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A place for a data folder that is not there yet, with a config beside it. */
function place() {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-backfill-'));
  folders.push(folder);
  const config = join(folder, 'config.yaml');
  writeFileSync(config, CONFIG);
  const dataDir = join(folder, 'data');
  return { config, dataDir, layout: new Layout(dataDir) };
}

type Place = ReturnType<typeof place>;

async function run(
  { config, dataDir, layout }: Place,
  args: readonly string[],
  disk = new LocalDisk(),
  onSignal: (signal: string, act: () => void) => void = () => {},
) {
  const record = recorded();
  const { operands, options } = readCommandLine(
    ['backfill', '--config', config, '--data-dir', dataDir, ...args],
    {},
  );
  const clock = new SimulatedClock(NOW);
  let ticks = 0;
  const code = await backfill(operands, options, {
    ...record,
    // Ten seconds pass from one look to the next.
    progress: { ...record.progress, nowMs: () => 10_000 * ticks++ },
    clock,
    disk,
    openPress: () => new InlinePress(disk, layout),
    drawSeed: () => 7000,
    onSignal,
  });
  return { code, said: record.out.map((line) => line.replace(/^\S+ /, '')), shown: record.shown };
}

/** 24 batches of each generator, and 150, which are three groups. */
const SPAN = ['--from', '2025-11-09T12:00:00Z', '--to', '2025-11-09T12:04:00Z'];
const LONG_SPAN = ['--from', '2025-11-09T12:00:00Z', '--to', '2025-11-09T12:25:00Z'];
/** Each batch is durable, and the disk may have others to serve. */
const SLOW_MS = 60_000;

test(
  'a span is filled, and what was done is said',
  async () => {
    const where = place();
    const { code, said, shown } = await run(where, SPAN);
    expect(code).toBe(0);
    expect(said[0]).toBe(
      'INFO Filling 2025-11-09T12:00:00.000Z to 2025-11-09T12:04:00.000Z in emulated mode',
    );
    expect(said.at(-1)).toMatch(
      /^INFO Filled to 2025-11-09T12:04:00\.000Z: 48 batches, \d+ records, [\d.]+ MB in [\d.]+ s$/,
    );
    expect(readdirSync(where.layout.events).length).toBe(24);
    expect(faultsOf(where.dataDir)).toEqual([]);
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown)
      expect(line).toMatch(/^\d+ %, \d+ batches, \d+ records\/s, [\d.]+ MB\/s, \d+ (s|min|h) left\n$/);
  },
  SLOW_MS,
);

test(
  'a span that meets published batches is refused, and told which those are',
  async () => {
    const where = place();
    await run(where, SPAN);
    const again = run(where, ['--from', '2025-11-09T12:02:00Z', '--to', '2025-11-09T14:00:00Z']);
    await expect(again).rejects.toThrow(BackfillRefused);
    await expect(again).rejects.toThrow(
      '--from 2025-11-09T12:02:00.000Z lies before what is published: the folder has company batches from 2025-11-09T11:59:50.000Z to ' +
        '2025-11-09T12:04:00.000Z and driver batches from 2025-11-09T12:00:00.000Z to 2025-11-09T12:04:00.000Z; go on with --from 2025-11-09T12:04:00.000Z',
    );
    const after = await run(where, ['--from', '2025-11-09T12:04:00Z', '--to', '2025-11-09T12:06:00Z']);
    expect(after.code).toBe(0);
    expect(readdirSync(where.layout.events).length).toBe(36);
    expect(faultsOf(where.dataDir)).toEqual([]);
  },
  SLOW_MS,
);

test('what cannot be asked for is refused', async () => {
  const where = place();
  for (const [args, told] of [
    [[], 'backfill takes --from and --to, such as'],
    [['--from', 'now-1h'], 'backfill takes --from and --to'],
    [['--from', 'now', '--to', 'now-1h'], '--from must be before --to, got now and now-1h'],
    [['--from', 'now-1h', '--to', '2025-11-10T00:00:01Z'], '--to 2025-11-10T00:00:01Z lies in the future'],
    [['all', ...SPAN], 'backfill takes no operand, got all'],
  ] as const) {
    const refused = run(where, args);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(told);
  }
  const short = run(where, ['--from', '2025-11-09T12:00:00Z', '--to', '2025-11-09T12:00:09Z']);
  await expect(short).rejects.toThrow(
    'no driver interval of 10 s is over: write an earlier --from or a later --to',
  );
});

test(
  'a disk that is full ends it with how far it came; the same command goes on',
  async () => {
    const where = place();
    const disk = new LocalDisk();
    let left = 40;
    const rename = disk.rename.bind(disk);
    disk.rename = (from, to) => {
      if (left-- === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      rename(from, to);
    };
    await expect(run(where, SPAN, disk)).rejects.toThrow(
      /^the backfill stopped at 2025-11-09T12:\d\d:\d0\.000Z: ENOSPC: no space left on device; mend that, and the same command goes on$/,
    );
    // Any other span has to wait.
    await expect(run(where, ['--from', 'now-1h', '--to', 'now'])).rejects.toThrow(
      'a backfill from 2025-11-09T12:00:00.000Z to 2025-11-09T12:04:00.000Z is not finished: finish it with tachograph backfill --from 2025-11-09T12:00:00.000Z --to 2025-11-09T12:04:00.000Z',
    );
    writeFileSync(where.config, CONFIG.replace('0.3', '0.4'));
    await expect(run(where, SPAN)).rejects.toThrow('it began under another config');
    writeFileSync(where.config, CONFIG);
    const { code, said } = await run(where, SPAN);
    expect(code).toBe(0);
    expect(said.some((line) => /^INFO Going on at 2025-11-09T12:/.test(line))).toBe(true);
    expect(readdirSync(where.layout.events).length).toBe(24);
    expect(faultsOf(where.dataDir)).toEqual([]);
  },
  SLOW_MS,
);

test(
  'a signal ends it with exit code 1, because it is not done; the same command goes on',
  async () => {
    const where = place();
    const disk = new LocalDisk();
    let stop = () => {};
    let left = 100;
    const rename = disk.rename.bind(disk);
    disk.rename = (from, to) => {
      if (left-- === 0) stop();
      rename(from, to);
    };
    const first = await run(where, LONG_SPAN, disk, (signal, act) => {
      if (signal === 'SIGINT') stop = act;
    });
    expect(first.code).toBe(1);
    expect(first.said.at(-1)).toMatch(
      /^WARN Stopped on SIGINT at 2025-11-09T12:\d\d:\d0\.000Z: \d+ batches, .*; the same command goes on$/,
    );
    const before = readdirSync(where.layout.events).length;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(150);
    expect(faultsOf(where.dataDir)).toEqual([]);
    expect((await run(where, LONG_SPAN)).code).toBe(0);
    expect(readdirSync(where.layout.events).length).toBe(150);
    expect(faultsOf(where.dataDir)).toEqual([]);
  },
  SLOW_MS,
);

test(
  'a folder that is paused, or in use, is refused',
  async () => {
    const where = place();
    const disk = new LocalDisk();
    await run(where, SPAN);
    const ledger = new Ledger(where.layout.ledger);
    ledger.recordLifecycle('pause', { atMs: NOW, type: 'lifecycle', payload: {} });
    ledger.close();
    await expect(run(where, ['--from', 'now-1h', '--to', 'now'])).rejects.toThrow('the folder is paused');
    const unlock = lockFolder(disk, where.layout, NOW);
    await expect(run(where, ['--from', 'now-1h', '--to', 'now'])).rejects.toThrow(FolderInUse);
    unlock();
  },
  SLOW_MS,
);

test('how long is left is told by what this process has done', () => {
  const progress = { batches: 1234, records: 560_000, bytes: 123_000_000, atMs: 0 };
  expect(backfillText(progress, { done: 0.5, own: 0.25 }, 10)).toBe(
    '50 %, 1234 batches, 56000 records/s, 12.3 MB/s, 20 s left',
  );
  expect(backfillText(progress, { done: 0.1, own: 0.1 }, 100)).toContain('15 min left');
  expect(backfillText(progress, { done: 0.1, own: 0 }, 100)).toContain('time left unknown');
});

test('killed again and again, the real thing goes on to a folder that verifies', async () => {
  const { config, dataDir } = place();
  const tachograph = (...args: string[]) =>
    spawn('bun', ['src/main.ts', ...args, '--data-dir', dataDir], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const fill = () =>
    tachograph(
      'backfill',
      '--config',
      config,
      '--from',
      '2025-11-09',
      '--to',
      '2025-11-09T00:40:00Z',
      '--workers',
      '2',
    );
  for (let kill = 1; kill <= 4; kill++) {
    const process = fill();
    process.stderr.resume();
    // It dies when it has gone a bit further than the one before.
    const ended = once(process, 'exit');
    while (process.exitCode === null && foldersIn(dataDir) < kill * 45) await new Promise(setImmediate);
    process.kill('SIGKILL');
    await ended;
  }
  const last = fill();
  last.stdout.resume();
  last.stderr.resume();
  expect(await once(last, 'exit')).toEqual([0, null]);
  expect(faultsOf(dataDir)).toEqual([]);
  const verify = tachograph('verify');
  let out = '';
  verify.stdout.on('data', (chunk) => {
    out += chunk;
  });
  expect(await once(verify, 'exit')).toEqual([0, null]);
  expect(out).toMatch(/^Verified 240 company and 240 driver batches, \d+ records: 0 mismatches\n$/);
}, 120_000);

function foldersIn(dataDir: string): number {
  return new LocalDisk().list(new Layout(dataDir).events).length;
}
