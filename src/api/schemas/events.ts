import * as v from 'valibot';
import type { BatchGenerated, LifecycleChanged, StageReported } from '../../events/facts.ts';
import { MODES } from '../../plan/batch.ts';
import { amount, choice, count, difference, type SchemaOf, time } from './fields.ts';
import { GradeTold } from './grade.ts';
import { batchId, batchNumber, DefectCounts, generationMode, generator, lineCounts } from './identity.ts';
import { Entry } from './logs.ts';
import { stage } from './stage.ts';

/** What the stream tells, by the name of the event. */
export const BatchGeneratedEvent = v.pipe(
  v.object({
    event: v.literal('batch_generated'),
    timestamp: time('When it became visible.', '2025-11-09T12:00:10.001Z'),
    mode: generationMode,
    generator,
    batch_id: batchId,
    batch_number: batchNumber,
    ...lineCounts,
    issues: DefectCounts,
    interval_start: time('Start of its interval.', '2025-11-09T12:00:00.000Z'),
    interval_end: time('End of its interval, when it is due.'),
    interval_seconds: count('Length of its interval, in seconds.', 10, 1),
    bytes: count('Size in bytes.', 4410),
    lateness_us: v.nullable(
      difference('Visible time minus interval end, in µs; null when it was not on schedule.', 412),
    ),
    // Facts of earlier versions do not say it.
    generation_ms: v.exactOptional(
      v.nullable(amount('Time that making its bytes took, in ms; null where it is not known.', 1.42)),
    ),
  }),
  v.description('A batch became visible.'),
) satisfies SchemaOf<Omit<BatchGenerated, 'generation_ms'>>;

export const LifecycleEvent = v.pipe(
  v.object({
    event: v.literal('lifecycle'),
    timestamp: time('When.'),
    action: choice(['pause', 'resume', 'clean'], 'What was done.', 'pause'),
    status: choice(['running', 'paused'], 'What it is since then.', 'paused'),
    mode: v.exactOptional(
      v.nullable(choice(MODES, 'Of a clean: whose batches went; null where all did.', 'emulated')),
    ),
  }),
  v.description('The service was paused, resumed or cleaned.'),
) satisfies SchemaOf<LifecycleChanged>;

export const StageEvent = v.pipe(
  v.object({
    event: v.literal('stage'),
    timestamp: time('When it was reported.', '2025-11-09T12:00:11.252Z'),
    generator,
    batch_id: batchId,
    ...stage,
  }),
  v.description('A pipeline reported that a batch reached a layer.'),
) satisfies SchemaOf<StageReported>;

const LogLost = v.pipe(
  v.object({ count: count('How many log entries a slow client has missed.', 12, 1) }),
  v.description('Log entries that came faster than the client read them.'),
);

const Heartbeat = v.pipe(v.object({}), v.description('Nothing happened for 15 seconds.'));

const id = count('Number of the fact in the ledger: `Last-Event-ID` goes on behind it.', 1234, 1);
const kept = <Name extends string, Data extends v.GenericSchema>(event: Name, data: Data) =>
  v.object({ id, event: v.literal(event), data });
const live = <Name extends string, Data extends v.GenericSchema>(event: Name, data: Data) =>
  v.object({ id: v.null(), event: v.literal(event), data });

/** A message of the WebSocket; an event of the Server-Sent Events has the same three parts. */
export const StreamMessage = v.pipe(
  v.variant('event', [
    kept('batch_generated', BatchGeneratedEvent),
    kept('lifecycle', LifecycleEvent),
    kept('stage', StageEvent),
    live('grade', GradeTold),
    live('log', Entry),
    live('log_lost', LogLost),
    live('heartbeat', Heartbeat),
  ]),
  v.description(
    'A message of the WebSocket. Server-Sent Events have the same three parts, and a comment for a heartbeat.',
  ),
);
