import type { BatchDetails } from '../api/batch_details.ts';
import { type BatchLines, dirtyLinesFrom, linesFrom } from '../api/batch_lines.ts';
import { curl } from '../api/curl.ts';
import { useAnswer } from '../api/use_answer.ts';
import { count } from '../format.ts';
import { Commands } from '../parts/commands.tsx';
import { Pager } from '../parts/pager.tsx';
import { Problem } from '../parts/problem.tsx';
import { apiPathOf, type BatchRoute, hashOf } from '../state/address.ts';
import { Line } from './line.tsx';
import { pageOffset } from './page_offset.ts';
import { useTargetInSight } from './use_target_in_sight.ts';

const LINES_A_PAGE = 100;
const DEFECTS_A_PAGE = 50;

/** A batch's lines, all of them or those with defects. */
export function Lines({ shown, batch }: { shown: BatchRoute; batch: BatchDetails }) {
  const path = apiPathOf(shown);
  const counts = { records: batch.record_count, defects: batch.corrupted_count };
  const isDirtyOnly = shown.section === 'defects';
  const total = isDirtyOnly ? counts.defects : counts.records;
  const size = isDirtyOnly ? DEFECTS_A_PAGE : LINES_A_PAGE;
  const offset = pageOffset((shown.at ?? 1) - 1, size, total);
  const { value, problem, isLoading } = useAnswer<BatchLines>(`${shown.section} ${offset}`, (signal) =>
    isDirtyOnly ? dirtyLinesFrom(path, offset, size, signal) : linesFrom(path, offset, size, counts, signal),
  );
  const isAnswered = value !== null || problem !== null;
  const isKept = value?.hasKey === false;
  const list = useTargetInSight<HTMLOListElement>(value, shown.at);
  const pager = (place: 'above' | 'below') => (
    <Pager
      unit={isDirtyOnly ? ['defect', 'Defects'] : ['line', 'Lines']}
      offset={offset}
      size={size}
      total={total}
      base={1}
      place={place}
      hashOf={(number) => hashOf(shown, shown.section, number)}
    />
  );
  return (
    <>
      <div class="section-head">
        <label>
          <input
            type="checkbox"
            checked={isDirtyOnly}
            disabled={isKept && !isDirtyOnly}
            onChange={(event) => {
              location.hash = hashOf(shown, event.currentTarget.checked ? 'defects' : 'lines');
            }}
          />
          Only lines with defects ({count(counts.defects)})
        </label>
        {total > 0 && !(isKept && isDirtyOnly) && pager('above')}
      </div>
      {problem && <Problem error={problem} />}
      {isKept && (
        <p class="note" data-testid="no-key">
          The service keeps the answer key to itself, so defects are not marked here.
        </p>
      )}
      {!isAnswered && <p class="empty">Loading the lines…</p>}
      {!isKept && total === 0 && (
        <p class="empty">
          {isDirtyOnly
            ? 'No line of this batch has a defect.'
            : 'This batch has no records: its file is empty.'}
        </p>
      )}
      {value && value.lines.length > 0 && (
        <>
          <ol class="lines" ref={list} aria-busy={isLoading}>
            {value.lines.map((line) => (
              <Line
                key={line.line}
                address={shown}
                line={line}
                isTarget={!isDirtyOnly && line.line === shown.at}
              />
            ))}
          </ol>
          {pager('below')}
        </>
      )}
      {isAnswered && <Commands texts={commands(path, isDirtyOnly, offset, size)} />}
    </>
  );
}

function commands(path: string, isDirtyOnly: boolean, offset: number, limit: number): string[] {
  const page = `offset=${offset}&limit=${limit}`;
  if (isDirtyOnly) return [curl(`${path}/issues?${page}`)];
  return [curl(`${path}/records?${page}`), curl(`${path}/issues?limit=1000`)];
}
