import type { BatchDetails } from '../api/batch_details.ts';
import { counted, intervalText, percent } from '../format.ts';
import { PageLink } from '../parts/pager.tsx';
import { type BatchAddress, hashOf } from '../state/address.ts';
import { shownBatches } from '../state/batch_list.ts';
import { neighboursOf } from '../state/batch_rows.ts';
import { timeline } from '../state/timeline.ts';

/** Which batch this is, and the way to those around it. @param batch null: it is not known yet, or there is none */
export function BatchHeading({ address, batch }: { address: BatchAddress; batch: BatchDetails | null }) {
  return (
    <header class="batch-head">
      <nav aria-label="Other batches">
        <a href="#/batches">All batches</a>
        <Neighbours address={address} number={batch?.batch_number ?? null} />
      </nav>
      <h2>
        {address.generator === 'company' ? 'Company' : 'Driver'} batch{' '}
        <code class="batch-id">{address.batchId}</code>
      </h2>
      <p class="detail">{batch ? summary(batch) : '\u00a0'}</p>
    </header>
  );
}

function Neighbours({ address, number }: { address: BatchAddress; number: number | null }) {
  const { generator } = address;
  const known = [...timeline.value[generator], ...shownBatches.value];
  const { previous, next } =
    number === null ? { previous: null, next: null } : neighboursOf(known, generator, number);
  const hash = (batchId: string | null) => batchId && hashOf({ generator, batchId });
  return (
    <>
      <PageLink text="Previous" hash={hash(previous)} />
      <PageLink text="Next" hash={hash(next)} />
    </>
  );
}

function summary(batch: BatchDetails): string {
  const { batch_number, interval_start, interval_end, state, generation_mode } = batch;
  const { record_count: records, corrupted_count: corrupted } = batch;
  const share = records > 0 ? ` (${percent(corrupted / records)})` : '';
  const gone = {
    removed: 'its file is gone, somebody has deleted it',
    cleaned: 'deleted by a clean',
    published: null,
  }[state];
  return [
    `number ${batch_number}`,
    `${intervalText(interval_start, interval_end)} UTC`,
    generation_mode,
    counted(records, 'record', 'records'),
    `${corrupted} corrupted${share}`,
    gone,
  ]
    .filter(Boolean)
    .join(' · ');
}
