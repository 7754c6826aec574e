import type { ApiDeps } from '../../src/api/deps.ts';
import type { LifecycleChanged } from '../../src/events/facts.ts';
import { openApi } from './api_fixture.ts';

/** The API, and what makes a fact true, kept and told. */
export function openStream(given: Partial<ApiDeps> = {}) {
  const { app, ledger, deps } = openApi(given);
  const { bus, feed, logFeed, gradeWatch } = deps;
  const happen = (timestamp: string): number => {
    const fact: LifecycleChanged = { event: 'lifecycle', timestamp, action: 'pause', status: 'paused' };
    const id = ledger.recordLifecycle('pause', { atMs: 0, type: 'lifecycle', payload: fact });
    bus.tell(fact, id);
    return id;
  };
  return { app, ledger, feed, logFeed, gradeWatch, happen };
}

/** Waits for something that is bound to come; the test's own time limit ends it otherwise. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
