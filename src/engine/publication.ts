import type { BatchGenerated } from '../events/facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { GENERATOR_VERSION } from '../press/version.ts';
import type { Publisher, StagedBatch } from '../publish/publisher.ts';
import { batchGenerated, kept } from './announcements.ts';
import { type Clock, nowMsOf } from './clock.ts';
import type { Pending, Revealed } from './pending.ts';

/** A batch that is a second late is published late: its metadata says when, not when it was due. */
const LATE_MS = 1000;

export type PublicationDeps = {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
};

/** A fact about a batch that is published, and its id on the bus. */
export type PublishedFact = { readonly pending: Pending; readonly fact: BatchGenerated; readonly id: number };

/**
 * Publishes staged batches: all become visible before any is made durable, because readers wait for the
 * first alone; one transaction in the ledger ends it. Whatever step fails, the same call again goes on
 * where it was cut.
 *
 * @param companyBytes how long `companies.jsonl` is by the ledger
 */
export function publishBatches(
  { clock, ledger, publisher }: PublicationDeps,
  batches: readonly Pending[],
  companyBytes: number,
): PublishedFact[] {
  let offset = companyBytes;
  for (const pending of batches) {
    pending.revealed ??= reveal(pending, clock, publisher, offset);
    const { fileOffset } = pending.revealed;
    if (fileOffset !== null) offset = fileOffset + pending.content!.bytes;
  }
  publisher.settle(batches.map((pending) => ({ ...stagedBatch(pending), ...pending.revealed! })));
  const facts = batches.map((pending) => {
    const { plan, content, generationMs } = pending;
    const atMs = Math.floor(pending.revealed!.visibleUs / 1000);
    return batchGenerated(plan, content!, { atMs, latenessUs: latenessOf(pending), generationMs });
  });
  const rows = batches.map((pending) => ({
    row: pending.row,
    publishedMs: Math.floor(pending.revealed!.visibleUs / 1000),
    latenessUs: latenessOf(pending),
    generationTimestampMs: pending.revealed!.generationTimestampMs,
    fileOffset: pending.revealed!.fileOffset,
  }));
  const ids = ledger.publish(rows, facts.map(kept));
  return batches.map((pending, i) => ({ pending, fact: facts[i]!, id: ids[i]! }));
}

function reveal(pending: Pending, clock: Clock, publisher: Publisher, committedBytes: number): Revealed {
  const { interval } = pending.plan;
  const batch = stagedBatch(pending);
  const nowMs = nowMsOf(clock);
  const isLate =
    !pending.backfilled && (pending.stagedMs > interval.endMs || nowMs - interval.endMs >= LATE_MS);
  if (isLate) publisher.restamp(batch, nowMs);
  pending.attempted = true;
  const fileOffset = publisher.reveal(batch, nowMs, committedBytes);
  return {
    visibleUs: clock.nowUs(),
    generationTimestampMs: isLate ? nowMs : interval.endMs,
    fileOffset,
  };
}

/** Visible time minus interval end, in µs; null for a batch that was not published on this process's schedule. */
function latenessOf({ cause, recovered, backfilled, revealed, plan }: Pending): number | null {
  if (cause !== 'schedule' || recovered || backfilled) return null;
  return revealed!.visibleUs - plan.interval.endMs * 1000;
}

function stagedBatch({ plan, content }: Pending): StagedBatch {
  return { plan, content: content!, generatorVersion: GENERATOR_VERSION };
}
