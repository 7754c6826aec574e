import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Generator } from '../../../plan/batch.ts';
import type { ListedBatch } from './batch_rows.ts';
import { timeline } from './timeline.ts';

/** Whose batches are listed. */
export const listedGenerator = signal<Generator | 'all'>('all');

/** What the list shows, for whoever comes from there. */
export const [shownBatches, setShownBatches] = untilCleaned<ListedBatch>();

/** Where the page begins, after those that were passed on the way to it. */
const [way, setWay] = untilCleaned<number>();

/** Below which row of the ledger the page begins; null: it is the newest. */
export const before = computed(() => way.value.at(-1) ?? null);

export function listOnly(generator: Generator | 'all'): void {
  listedGenerator.value = generator;
  setWay([]);
}

export function goToOlder(nextBefore: number): void {
  setWay([...way.value, nextBefore]);
}

export function goToNewer(): void {
  setWay(way.value.slice(0, -1));
}

export function goToNewest(): void {
  setWay([]);
}

/** A list about batches that there are: it is empty once some are deleted. */
function untilCleaned<T>(): [ReadonlySignal<readonly T[]>, (list: readonly T[]) => void] {
  const kept = signal<{ list: readonly T[]; cleans: number }>({ list: [], cleans: 0 });
  const list = computed(() => (kept.value.cleans === timeline.value.cleans ? kept.value.list : []));
  const set = (list: readonly T[]) => {
    kept.value = { list, cleans: timeline.peek().cleans };
  };
  return [list, set];
}
