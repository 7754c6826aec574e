import { instantOf } from './instant.ts';
import type { JsonObject } from './lines.ts';
import type { Finding } from './verdict.ts';

/** An instant outside `[startMs, endMs)`, the batch's interval in epoch ms. */
export function windowFindings(record: JsonObject, field: string, startMs: number, endMs: number): Finding[] {
  const ms = instantOf(record[field]);
  if (ms === null || (ms >= startMs && ms < endMs)) return [];
  return [{ rule: 'within_interval', kind: 'boundary_violation', field }];
}
