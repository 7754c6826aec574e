export type { LogEntry } from '../../../log/entry.ts';

import type { LogEntry } from '../../../log/entry.ts';
export function takeEntries(_entries: readonly LogEntry[]): void {}
export function takeLost(_count: number): void {}
