import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../src/config/settings.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { Layout } from '../../src/publish/layout.ts';
import { LocalDisk } from '../../src/publish/local_disk.ts';
import { SimulatedClock } from '../fakes/simulated_clock.ts';
import { at, emulated, type Machine, quality, start } from '../fixtures.ts';

const folders: string[] = [];

/** Deletes what the tests of a file have made. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A data folder on the real disk in which a service has published three batches of each generator and was stopped. */
export async function publishedFolder(
  settings: Settings = emulated({ quality: quality({ rate: 0.3 }) }),
): Promise<{ dataDir: string; layout: Layout; disk: LocalDisk }> {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'tachograph-cli-')), 'data');
  folders.push(join(dataDir, '..'));
  const layout = new Layout(dataDir);
  const disk = new LocalDisk();
  disk.makeFolder(layout.manifests);
  const clock = new SimulatedClock(at('12:00:03'));
  const ledger = new Ledger(layout.ledger);
  // The service takes any disk; the fixtures' machine has one that tests can look into.
  const host = { clock, disk, layout, ledger } as unknown as Machine;
  const { stop } = start(host, { settings });
  await clock.runUntil(at('12:00:25'));
  await stop();
  ledger.close();
  return { dataDir, layout, disk };
}

/** Writers that keep what they are given. */
export function recorded() {
  const out: string[] = [];
  const err: string[] = [];
  const bytes: Uint8Array[] = [];
  const shown: string[] = [];
  return {
    out,
    err,
    /** What was written to standard output as it is. */
    bytes: () => Buffer.concat(bytes),
    shown,
    writers: {
      out: (line: string) => out.push(line),
      err: (line: string) => err.push(line),
      bytes: (view: Uint8Array) => bytes.push(view.slice()),
    },
    progress: { isTerminal: false, write: (text: string) => shown.push(text), nowMs: () => 0 },
  };
}
