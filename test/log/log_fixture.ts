import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../../src/log/entry.ts';

export const NOON = Date.parse('2025-11-09T12:00:00.000Z');

/** A clock that stands until it is moved. */
export class StandingClock {
  ms = NOON;
  readonly nowMs = () => this.ms;
}

export function entryAt(ms: number, message: string, level: LogEntry['level'] = 'info'): LogEntry {
  return { timestamp: new Date(ms).toISOString(), level, logger: 'test', message, extra: {} };
}

const folders: string[] = [];

/** A new empty folder, there until {@link removeFolders}. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-log-'));
  folders.push(folder);
  return folder;
}

/** For `afterEach` of every file that asks for folders: a hook in here would run for the first of them alone. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
