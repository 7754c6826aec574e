import { computed, signal } from '@preact/signals';
import type { Generator } from '../../../plan/batch.ts';
import type { ListedBatch } from './batch_rows.ts';
import { timeline } from './timeline.ts';

/** Whose batches are listed. */
export const listedGenerator = signal<Generator | 'all'>('all');

/** Which page: where it and those that were passed on the way to it begin. What was cleaned meanwhile has no pages. */
const way = signal<{ readonly befores: readonly number[]; readonly cleans: number }>({
  befores: [],
  cleans: 0,
});
const befores = computed(() => (way.value.cleans === timeline.value.cleans ? way.value.befores : []));

/** Below which row of the ledger the page begins; null: it is the newest. */
export const before = computed(() => befores.value.at(-1) ?? null);

/** What the list shows, for whoever comes from there. */
export const shownBatches = signal<readonly ListedBatch[]>([]);

export function listOnly(generator: Generator | 'all'): void {
  listedGenerator.value = generator;
  goTo([]);
}

export function goToOlder(nextBefore: number): void {
  goTo([...befores.value, nextBefore]);
}

export function goToNewer(): void {
  goTo(befores.value.slice(0, -1));
}

export function goToNewest(): void {
  goTo([]);
}

function goTo(next: readonly number[]): void {
  way.value = { befores: next, cleans: timeline.value.cleans };
}
