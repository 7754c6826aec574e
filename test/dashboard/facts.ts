import type { BatchGenerated, LifecycleChanged, StageReported } from '../../src/events/facts.ts';

/** So many ten-second intervals after noon, as an ISO time. */
export function atInterval(number: number): string {
  return new Date(Date.UTC(2025, 10, 9, 12) + number * 10_000).toISOString();
}

/** A batch that was published on time. */
export function batchFact(number: number, more: Partial<BatchGenerated> = {}): BatchGenerated {
  return {
    event: 'batch_generated',
    timestamp: atInterval(number),
    mode: 'emulated',
    generator: 'driver',
    batch_id: atInterval(number - 1).replaceAll(/[-:]|\.000/g, ''),
    batch_number: number,
    record_count: 10,
    valid_count: 7,
    corrupted_count: 3,
    issues: { missing_field: 3 },
    interval_start: atInterval(number - 1),
    interval_end: atInterval(number),
    interval_seconds: 10,
    bytes: 2000,
    lateness_us: 400,
    generation_ms: 2,
    ...more,
  };
}

/** A report on such a batch, 2 s after its publication. */
export function stageFact(number: number, more: Partial<StageReported> = {}): StageReported {
  const at = new Date(Date.parse(atInterval(number)) + 2000).toISOString();
  return {
    event: 'stage',
    timestamp: at,
    pipeline: 'default',
    generator: 'driver',
    batch_id: batchFact(number).batch_id,
    stage: 'bronze',
    status: 'done',
    at,
    accepted: null,
    rejected: null,
    latency_ms: 2000,
    ...more,
  };
}

export function lifecycleFact(more: Partial<LifecycleChanged>): LifecycleChanged {
  return { event: 'lifecycle', timestamp: atInterval(0), action: 'pause', status: 'paused', ...more };
}
