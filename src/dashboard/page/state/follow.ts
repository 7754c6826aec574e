import { batch, effect } from '@preact/signals';
import type { EventSourceMessage } from 'eventsource-parser';
import type { Fact } from '../../../events/facts.ts';
import { Refusal } from '../api/request.ts';
import { backoffMs } from './backoff.ts';
import { connection, waitForRetry } from './connection.ts';
import { takeGrade } from './grade.ts';
import { askHealthSoon } from './health.ts';
import { takeEntry, takeLost } from './log.ts';
import { wanted } from './session.ts';
import { readStream } from './stream.ts';
import { fold, timeline } from './timeline.ts';

/** Follows the service for as long as the page is open, across cuts: what was missed comes from its ledger. */
export async function followService(): Promise<never> {
  let lastId: string | null = null;
  let failures = 0;
  for (;;) {
    const onOpen = () => {
      failures = 0;
      connection.value = { kind: 'live' };
      askHealthSoon();
    };
    const onEvents = (events: readonly EventSourceMessage[]) => {
      lastId = events.findLast(({ id }) => id !== undefined)?.id ?? lastId;
      take(events);
    };
    try {
      await readStream(lastId, onOpen, onEvents);
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) {
        connection.value = { kind: 'locked' };
        await tokenGiven();
      } else {
        failures += 1;
        await waitForRetry(backoffMs(failures, Math.random()));
      }
    }
  }
}

function tokenGiven(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (wanted.value !== 'no') return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Takes in one piece what came in one piece, so that the page is drawn once. */
function take(events: readonly EventSourceMessage[]): void {
  const facts: Fact[] = [];
  let isTrouble = false;
  batch(() => {
    for (const { event, data } of events) {
      const value = JSON.parse(data);
      if (event === 'log') {
        takeEntry(value);
        isTrouble ||= value.level !== 'info';
      } else if (event === 'log_lost') takeLost(value.count);
      else if (event === 'grade') takeGrade(value);
      else facts.push(value);
    }
    if (facts.length > 0) timeline.value = fold(timeline.value, facts);
  });
  // Trouble is told by the log first.
  if (facts.length > 0 || isTrouble) askHealthSoon();
}
