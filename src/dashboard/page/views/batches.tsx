import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { GENERATORS, type Generator } from '../../../plan/batch.ts';
import { curl } from '../api/curl.ts';
import { getJson } from '../api/request.ts';
import { useAnswer } from '../api/use_answer.ts';
import { BatchTable } from '../batch/batch_table.tsx';
import { Commands } from '../parts/commands.tsx';
import { Problem } from '../parts/problem.tsx';
import {
  before,
  goToNewer,
  goToNewest,
  goToOlder,
  listedGenerator,
  listOnly,
  setShownBatches,
} from '../state/batch_list.ts';
import {
  type BatchesAnswer,
  KEPT,
  type ListedBatch,
  newestBatches,
  newestFirst,
} from '../state/batch_rows.ts';
import { health } from '../state/health.ts';
import { tell } from '../state/notice.ts';
import { timeline } from '../state/timeline.ts';

const PAGE = 50;

/** The batches that there are, newest first. */
export function Batches() {
  // What is deleted goes at once, and the rest is asked for anew.
  const cleans = useComputed(() => timeline.value.cleans);
  return (
    <section class="panel batches" aria-labelledby="batches-title">
      <div class="panel-head">
        <h2 id="batches-title">Batches</h2>
        <label>
          Generator{' '}
          <select
            value={listedGenerator.value}
            onChange={(event) => listOnly(event.currentTarget.value as Generator | 'all')}
          >
            {['all', ...GENERATORS].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      </div>
      <List key={cleans.value} />
    </section>
  );
}

function List() {
  const from = before.value;
  const path = listPath(PAGE, from);
  const { value, problem, isLoading } = useAnswer(path, (signal) => getJson<BatchesAnswer>(path, { signal }));
  const rows = useNewestFirst(value, from === null);
  useEffect(() => {
    setShownBatches(rows);
  }, [rows]);
  const table = useMemo(() => <BatchTable batches={rows} />, [rows]);
  if (value === null && problem === null) return <p class="empty">Loading the batches…</p>;
  return (
    <>
      {problem && <Problem error={problem} />}
      {value && rows.length === 0 && <p class="empty">{nothingListed(from !== null)}</p>}
      {rows.length > 0 && (
        <div class="list" aria-busy={isLoading}>
          {table}
        </div>
      )}
      <div class="pager">
        <button type="button" disabled={from === null} onClick={goToNewest}>
          Newest
        </button>
        <button type="button" disabled={from === null} onClick={goToNewer}>
          Newer
        </button>
        <button
          type="button"
          disabled={!value?.next_before || isLoading}
          onClick={() => goToOlderThan(value!, rows.length)}
        >
          Older
        </button>
        <span class="detail">
          {from === null ? 'New batches appear at the top.' : 'An older page, as it was.'}
        </span>
      </div>
      <Commands texts={[curl(path)]} />
    </>
  );
}

function listPath(limit: number, from: number | null): string {
  const generator = listedGenerator.value === 'all' ? '' : `&generator=${listedGenerator.value}`;
  return `/api/batches?limit=${limit}${generator}${from === null ? '' : `&before=${from}`}`;
}

/** @param isLive whether what the stream tells belongs to the page as well */
function useNewestFirst(page: BatchesAnswer | null, isLive: boolean): readonly ListedBatch[] {
  const { company, driver } = timeline.value;
  const generator = listedGenerator.value;
  return useMemo(() => {
    if (page === null) return [];
    if (!isLive) return newestFirst(page.batches);
    return newestBatches(
      page,
      [company, driver].flat().filter((fact) => generator === 'all' || fact.generator === generator),
    );
  }, [page, isLive, generator, company, driver]);
}

/** A list that has become too long to show has lost its end: the page after it is then looked for. */
async function goToOlderThan(page: BatchesAnswer, shown: number): Promise<void> {
  if (shown < KEPT) return goToOlder(page.next_before!);
  try {
    const { next_before } = await getJson<BatchesAnswer>(listPath(KEPT, null));
    if (next_before !== null) goToOlder(next_before);
  } catch (error) {
    tell({ kind: 'failed', text: (error as Error).message });
  }
}

function nothingListed(isOlder: boolean): string {
  if (isOlder) return 'There are no older batches.';
  const whose = listedGenerator.value === 'all' ? '' : `${listedGenerator.value} `;
  const next = health.value?.lifecycle.paused
    ? 'the service is paused, so none comes before it is resumed.'
    : 'the first comes when its interval ends.';
  return `There are no ${whose}batches yet: ${next}`;
}
