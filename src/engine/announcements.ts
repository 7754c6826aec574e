import type { BatchGenerated, LifecycleChanged } from '../events/facts.ts';
import type { KeptEvent } from '../ledger/ledger.ts';
import type { BatchPlan } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import { lengthOf } from '../plan/interval.ts';
import type { BatchContent } from '../publish/batch_meta.ts';

/** `Driver batch 1: 15 events generated (8 valid, 7 corrupted)`: the log line of a published batch. */
export function batchMessage(plan: BatchPlan, content: BatchContent, withDefects: boolean): string {
  const [name, records] = plan.generator === 'company' ? ['Company', 'companies'] : ['Driver', 'events'];
  const valid = content.recordCount - content.corruptedCount;
  const split = withDefects ? ` (${valid} valid, ${content.corruptedCount} corrupted)` : '';
  return `${name} batch ${plan.number}: ${content.recordCount} ${records} generated${split}`;
}

/** @param atMs when it became visible */
export function batchGenerated(
  plan: BatchPlan,
  content: BatchContent,
  latenessUs: number | null,
  atMs: number,
): BatchGenerated {
  const { startMs, endMs } = plan.interval;
  return {
    event: 'batch_generated',
    timestamp: new Date(atMs).toISOString(),
    mode: plan.mode,
    generator: plan.generator,
    batch_id: batchIdOf(startMs),
    batch_number: plan.number,
    record_count: content.recordCount,
    valid_count: content.recordCount - content.corruptedCount,
    corrupted_count: content.corruptedCount,
    issues: content.issues,
    interval_start: new Date(startMs).toISOString(),
    interval_end: new Date(endMs).toISOString(),
    interval_seconds: lengthOf(plan.interval) / 1000,
    bytes: content.bytes,
    lateness_us: latenessUs,
  };
}

export function lifecycleChanged(
  action: LifecycleChanged['action'],
  status: LifecycleChanged['status'],
  atMs: number,
): LifecycleChanged {
  return { event: 'lifecycle', timestamp: new Date(atMs).toISOString(), action, status };
}

/** A fact as the ledger keeps it. */
export function kept(fact: BatchGenerated | LifecycleChanged): KeptEvent {
  return { atMs: Date.parse(fact.timestamp), type: fact.event, payload: fact };
}
