import type { Layout } from '../../src/publish/layout.ts';
import { sha256 } from '../fixtures.ts';
import type { DurableDisk } from './durable_disk.ts';

/** What of a batch's metadata has to agree with its lines. */
export type SeenMeta = {
  readonly batch_number: number;
  readonly interval_start: string;
  readonly interval_end: string;
  readonly generation_timestamp: string;
  readonly record_count: number;
  readonly corrupted_count: number;
  readonly sha256: string;
  readonly bytes: number;
};

/** What is wrong with a batch that a reader sees in `raw/events`, in words; null if it is whole. */
export function flawOf(disk: DurableDisk, layout: Layout, batchId: string): string | null {
  const names = disk.namesIn(layout.eventBatch(batchId));
  if (names.join(' ') !== 'batch_meta.json events.jsonl') return `holds ${names.join(' ') || 'nothing'}`;
  const meta = metaOf(disk, layout, batchId);
  const lines = disk.observe(layout.eventLines(batchId))!.bytes;
  if (meta === null) return 'has metadata that are no JSON';
  if (sha256(lines) !== meta.sha256) return 'has other bytes than its metadata say';
  if (lines.length !== meta.bytes) return `has ${lines.length} bytes, its metadata say ${meta.bytes}`;
  const count = lineCount(lines);
  if (count !== meta.record_count) return `has ${count} lines, its metadata say ${meta.record_count}`;
  return null;
}

/** A visible batch's metadata; null if they cannot be read. */
export function metaOf(disk: DurableDisk, layout: Layout, batchId: string): SeenMeta | null {
  const found = disk.observe(layout.eventMeta(batchId));
  try {
    return found === null ? null : JSON.parse(new TextDecoder().decode(found.bytes));
  } catch {
    return null;
  }
}

export function lineCount(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
