import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderInUse, lockFolder } from '../../src/ledger/lock.ts';
import { Layout } from '../../src/publish/layout.ts';
import { LocalDisk } from '../../src/publish/local_disk.ts';
import { at } from '../fixtures.ts';

const HOLDER = fileURLToPath(new URL('./hold_lock.ts', import.meta.url));

let layout: Layout;
let holder: ChildProcess | null;

beforeEach(() => {
  layout = new Layout(mkdtempSync(join(tmpdir(), 'tachograph-lock-')));
  holder = null;
});

afterEach(() => {
  holder?.kill('SIGKILL');
  rmSync(layout.root, { recursive: true, force: true });
});

const lock = () => lockFolder(new LocalDisk(), layout, at('12:30:00'));

/** A process that holds the lock; resolves once it does. */
async function otherProcess(): Promise<ChildProcess> {
  holder = spawn(process.execPath, [HOLDER, layout.root], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(holder.stdout!, 'data');
  expect(String(said)).toBe('locked\n');
  return holder;
}

test('whoever holds the folder says in lock.json who it is, and takes that away at the end', () => {
  const unlock = lock();
  expect(JSON.parse(readFileSync(layout.lockHolder, 'utf8'))).toEqual({
    pid: process.pid,
    host: hostname(),
    started: '2025-11-09T12:30:00.000Z',
  });
  unlock();
  expect(existsSync(layout.lockHolder)).toBe(false);
});

test('a second process is refused, and told who holds the folder since when', async () => {
  const { pid } = await otherProcess();
  expect(lock).toThrow(FolderInUse);
  expect(lock).toThrow(layout.root);
  expect(lock).toThrow(`process ${pid} on ${hostname()} since 2025-11-09T12:00:00.000Z`);
  // To be refused does not touch what the holder wrote.
  expect(JSON.parse(readFileSync(layout.lockHolder, 'utf8')).pid).toBe(pid);
});

test('a holder that is killed leaves the folder free, whatever lock.json says', async () => {
  const other = await otherProcess();
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(existsSync(layout.lockHolder)).toBe(true);
  const unlock = lock();
  expect(JSON.parse(readFileSync(layout.lockHolder, 'utf8')).pid).toBe(process.pid);
  unlock();
});

test('a folder that was let go of can be taken again', () => {
  lock()();
  lock()();
});

test('where lock.json is gone or torn, the refusal still stands', async () => {
  await otherProcess();
  rmSync(layout.lockHolder);
  expect(lock).toThrow('another process');
});
