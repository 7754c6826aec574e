import type { BatchDetails } from '../api/batch_details.ts';
import { curl } from '../api/curl.ts';
import { count, instant, milliseconds, NOTHING, words } from '../format.ts';
import { Commands } from '../parts/commands.tsx';
import { apiPathOf, type BatchRoute } from '../state/address.ts';
import { metadataRows } from './metadata_rows.ts';

/** All that the ledger knows of a batch. */
export function Metadata({ shown, batch }: { shown: BatchRoute; batch: BatchDetails }) {
  return (
    <>
      <div class="metadata">
        <dl class="rows" data-testid="metadata">
          {metadataRows(batch).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div>
          <h3>Defects by kind</h3>
          <Defects issues={batch.issues} />
          <h3>Stages reported</h3>
          <Stages stages={batch.stages} />
        </div>
      </div>
      <Commands texts={[curl(apiPathOf(shown))]} />
    </>
  );
}

function Defects({ issues }: Pick<BatchDetails, 'issues'>) {
  const kinds = Object.entries(issues).sort(([, a], [, b]) => b - a);
  if (kinds.length === 0) return <p class="empty">None: every line is as it should be.</p>;
  return (
    <dl class="rows" data-testid="issues">
      {kinds.map(([kind, number]) => (
        <div key={kind}>
          <dt>{words(kind)}</dt>
          <dd>{count(number)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Stages({ stages }: Pick<BatchDetails, 'stages'>) {
  if (stages.length === 0) return <p class="empty">No pipeline has reported a stage of this batch.</p>;
  return (
    <ul class="stages" data-testid="stages">
      {stages.map(({ pipeline, stage, status, at, latency_ms, accepted, rejected }) => (
        <li key={`${pipeline} ${stage}`}>
          <strong>
            <bdi>{pipeline}</bdi>: {stage} {status}
          </strong>{' '}
          after {milliseconds(latency_ms)}, at {instant(at)} UTC; {known(accepted)} accepted,{' '}
          {known(rejected)} rejected
        </li>
      ))}
    </ul>
  );
}

function known(value: number | null): string {
  return value === null ? NOTHING : count(value);
}
