import { useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { BatchDetails } from '../api/batch_details.ts';
import { getJson, Refusal } from '../api/request.ts';
import { useAnswer } from '../api/use_answer.ts';
import { BatchHeading } from '../batch/batch_heading.tsx';
import { Lines } from '../batch/lines.tsx';
import { Metadata } from '../batch/metadata.tsx';
import { RawBytes } from '../batch/raw_bytes.tsx';
import { Problem } from '../parts/problem.tsx';
import { apiPathOf, type BatchRoute, hashOf } from '../state/address.ts';
import { timeline } from '../state/timeline.ts';

/** One batch: its lines with their defects, its bytes, what the ledger knows of it. */
export function Batch({ shown }: { shown: BatchRoute }) {
  const path = apiPathOf(shown);
  // A clean or a report changes what the ledger knows.
  const news = useComputed(() => {
    const { cleans, stages } = timeline.value;
    const isAbout = (stage: (typeof stages)[number]) =>
      stage.generator === shown.generator && stage.batch_id === shown.batchId;
    return `${cleans} ${stages.filter(isAbout).length}`;
  });
  const { value, problem } = useAnswer(news.value, (signal) => getJson<BatchDetails>(path, { signal }));
  const wasThere = useRef(false);
  wasThere.current ||= value !== null;
  return (
    <article class="panel batch">
      <BatchHeading address={shown} batch={value} />
      {problem && <Problem error={wasThere.current ? told(problem) : problem} />}
      {value === null && problem === null && <p class="empty">Loading the batch…</p>}
      {value && (
        <>
          <Sections shown={shown} />
          <Section shown={shown} batch={value} />
        </>
      )}
    </article>
  );
}

/** A batch that was there and is not any more. */
function told(problem: Error): Error {
  const isGone = problem instanceof Refusal && problem.status === 404;
  return isGone
    ? new Refusal(404, problem.code, 'This batch was deleted by a clean while it was shown here.')
    : problem;
}

const LINKS = [
  { section: 'lines', text: 'Lines' },
  { section: 'raw', text: 'Raw bytes' },
  { section: 'metadata', text: 'Metadata' },
] as const;

function Sections({ shown }: { shown: BatchRoute }) {
  const current = shown.section === 'defects' ? 'lines' : shown.section;
  return (
    <nav class="sections" aria-label="Parts of the batch">
      {LINKS.map(({ section, text }) => (
        <a
          key={section}
          href={hashOf(shown, section)}
          aria-current={section === current ? 'page' : undefined}
        >
          {text}
        </a>
      ))}
    </nav>
  );
}

function Section({ shown, batch }: { shown: BatchRoute; batch: BatchDetails }) {
  switch (shown.section) {
    case 'lines':
    case 'defects':
      return <Lines shown={shown} batch={batch} />;
    case 'raw':
      return <RawBytes shown={shown} batch={batch} />;
    case 'metadata':
      return <Metadata shown={shown} batch={batch} />;
  }
}
