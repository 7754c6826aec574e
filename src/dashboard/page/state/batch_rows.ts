import type { BatchView } from '../../../api/batches.ts';
import type { BatchList } from '../../../api/schemas/batch.ts';
import type { AnswerOf } from '../../../api/schemas/fields.ts';
import type { BatchGenerated } from '../../../events/facts.ts';
import type { Generator } from '../../../plan/batch.ts';

/** The list holds so many batches at most. */
export const KEPT = 500;

/** A page of `GET /api/batches`. */
export type BatchesAnswer = AnswerOf<typeof BatchList>;

/** A batch as the list shows it, whether the API or the stream told of it. */
export type ListedBatch = Pick<
  BatchView,
  | 'generator'
  | 'batch_id'
  | 'batch_number'
  | 'generation_mode'
  | 'interval_start'
  | 'interval_end'
  | 'record_count'
  | 'valid_count'
  | 'corrupted_count'
  | 'bytes'
  | 'lateness_us'
  | 'published_at'
>;

function listed({ mode, timestamp, ...batch }: BatchGenerated): ListedBatch {
  return { ...batch, generation_mode: mode, published_at: timestamp };
}

/** What tells batches apart within a dataset. */
export function keyOf({ generator, batch_id }: Pick<ListedBatch, 'generator' | 'batch_id'>): string {
  return `${generator}/${batch_id}`;
}

/**
 * The newest page of the list, newest first: what the API answered, and what the stream has told since. Facts from before the page
 * belong to a later one.
 *
 * @param facts of the generators that are listed
 */
export function newestBatches(page: BatchesAnswer, facts: readonly BatchGenerated[]): ListedBatch[] {
  const oldest = page.next_before === null ? '' : newestFirst(page.batches).at(-1)!.published_at;
  const since = facts.map(listed).filter(({ published_at }) => published_at >= oldest);
  const byKey = new Map([...since, ...page.batches].map((batch) => [keyOf(batch), batch]));
  return newestFirst([...byKey.values()]).slice(0, KEPT);
}

/** In the order in which they became visible; at the same time the company batch was first. */
export function newestFirst(batches: readonly ListedBatch[]): ListedBatch[] {
  return batches.toSorted(
    (a, b) =>
      compare(b.published_at, a.published_at) ||
      compare(b.generator, a.generator) ||
      b.batch_number - a.batch_number,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A generator's batches before and after one of its numbers, as far as they are known; null where not. */
export function neighboursOf(
  known: readonly Pick<ListedBatch, 'generator' | 'batch_id' | 'batch_number'>[],
  generator: Generator,
  number: number,
): { readonly previous: string | null; readonly next: string | null } {
  const idOf = (wanted: number) =>
    known.find((batch) => batch.generator === generator && batch.batch_number === wanted)?.batch_id ?? null;
  return { previous: idOf(number - 1), next: idOf(number + 1) };
}
