import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
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

/** A new empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tachograph-log-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
