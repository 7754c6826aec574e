import type { Settings } from '../config/settings.ts';
import type { BatchGenerated, LifecycleChanged } from '../events/facts.ts';
import type { KeptEvent } from '../ledger/kept_event.ts';
import type { Logger } from '../log/log.ts';
import type { BatchPlan, Mode } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import { lengthOf } from '../plan/interval.ts';
import type { BatchContent } from '../publish/batch_meta.ts';

/** Logs a published batch, `Driver batch 1: 15 events generated (8 valid, 7 corrupted)`, and returns that message. */
export function logBatch(log: Logger, plan: BatchPlan, batch: BatchGenerated, settings: Settings): string {
  const [name, records] = plan.generator === 'company' ? ['Company', 'companies'] : ['Driver', 'events'];
  const split =
    settings.quality.rate > 0 ? ` (${batch.valid_count} valid, ${batch.corrupted_count} corrupted)` : '';
  const message = `${name} batch ${plan.number}: ${batch.record_count} ${records} generated${split}`;
  const { event, timestamp, ...extra } = batch;
  const isStarved = plan.mode === 'emulated' && batch.record_count === 0;
  if (isStarved) log.warn(`${message}: no eligible companies`, extra);
  else log.info(message, extra);
  if (settings.logInjectedIssues && batch.corrupted_count > 0) {
    const issues = Object.entries(batch.issues).map(([kind, count]) => `${kind} ${count}`);
    log.info(`${name} batch ${plan.number}: injected ${issues.join(', ')}`, batch.issues);
  }
  return message;
}

/** How a batch came to be visible. */
export type Timing = {
  /** When it became visible. */
  readonly atMs: number;
  readonly latenessUs: number | null;
  readonly generationMs: number | null;
};

export function batchGenerated(
  plan: BatchPlan,
  content: BatchContent,
  { atMs, latenessUs, generationMs }: Timing,
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
    generation_ms: generationMs,
  };
}

export function lifecycleChanged(action: 'pause' | 'resume', atMs: number): LifecycleChanged {
  const status = action === 'pause' ? 'paused' : 'running';
  return { event: 'lifecycle', timestamp: new Date(atMs).toISOString(), action, status };
}

/** @param mode whose batches have gone; null: all */
export function cleaned(mode: Mode | null, atMs: number): LifecycleChanged {
  // Nothing is cleaned but in a pause.
  return {
    event: 'lifecycle',
    timestamp: new Date(atMs).toISOString(),
    action: 'clean',
    status: 'paused',
    mode,
  };
}

/** A fact as the ledger keeps it. */
export function kept(fact: BatchGenerated | LifecycleChanged): KeptEvent {
  return { atMs: Date.parse(fact.timestamp), type: fact.event, payload: fact };
}
