import { GRADED_BATCHES } from '../../../feedback/grade_watch.ts';
import { curl } from '../api/curl.ts';
import { count, counted, percent, words } from '../format.ts';
import { Command } from '../parts/command.tsx';
import { Panel } from '../parts/panel.tsx';
import { PipelineChoice } from '../parts/pipeline_choice.tsx';
import { Scrolling } from '../parts/scrolling.tsx';
import { type Grade, grade, pipeline } from '../state/grade.ts';
import { timeline } from '../state/timeline.ts';
import { Legend } from './legend.tsx';

/** How well a pipeline catches the defects of each kind. */
export function GradeByKind() {
  const shown = grade.value;
  return (
    <Panel
      title="Grade"
      testId="grade"
      aside={
        <div class="panel-aside">
          <Legend
            entries={[
              ['caught', 'caught'],
              ['missed', 'missed'],
            ]}
          />
          <PipelineChoice />
        </div>
      }
    >
      {shown === null || shown.batches.graded === 0 ? <NoGrade shown={shown} /> : <Grades shown={shown} />}
    </Panel>
  );
}

function NoGrade({ shown }: { shown: Grade | null }) {
  const newest = timeline.value.driver.at(-1)?.batch_id ?? 'BATCH_ID';
  const whose = pipeline.value === null || pipeline.value === 'default' ? {} : { pipeline: pipeline.value };
  return (
    <>
      <p class="empty">
        {shown === null || shown.batches.pending === 0
          ? 'No pipeline has reported yet.'
          : `${counted(shown.batches.pending, 'batch waits', 'batches wait')} for a silver report.`}{' '}
        Say what yours rejects, then that its silver layer is done:
      </p>
      <Command text={curl('/api/verdicts', JSON.stringify({ ...whose, batch_id: newest, line: 2 }))} />
      <Command
        text={curl(
          `/api/batches/driver/${newest}/stages`,
          JSON.stringify({ ...whose, stage: 'silver', status: 'done' }),
        )}
      />
    </>
  );
}

function Grades({ shown }: { shown: Grade }) {
  const { records, batches, kinds } = shown;
  return (
    <>
      <dl class="grades">
        <Figure name="Precision" value={percent(records.precision)} />
        <Figure name="Recall" value={percent(records.recall)} />
        <Figure name="F1" value={percent(records.f1)} />
      </dl>
      <p class="detail">
        {count(records.true_positives)} caught, {count(records.false_negatives)} missed,{' '}
        {counted(records.false_positives, 'false alarm', 'false alarms')} in{' '}
        {counted(batches.graded, 'batch', 'batches')} of the newest {GRADED_BATCHES}; {count(batches.pending)}{' '}
        pending
      </p>
      <Scrolling label="Grade by kind">
        <table class="bars">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">
                <span class="hidden">Caught and missed</span>
              </th>
              <th scope="col" class="number">
                Caught
              </th>
              <th scope="col" class="number">
                Recall
              </th>
              <th scope="col" class="number">
                Precision
              </th>
            </tr>
          </thead>
          <tbody>
            {kinds.map(({ kind, dirty, caught, recall, diagnosed }) => (
              <tr key={kind}>
                <th scope="row">{words(kind)}</th>
                <td class="bar">
                  <span class="fill fill-caught" style={{ width: `${(recall ?? 0) * 100}%` }} />
                  <span class="fill fill-missed" style={{ width: `${(1 - (recall ?? 0)) * 100}%` }} />
                </td>
                <td class="number">
                  {count(caught)} of {count(dirty)}
                </td>
                <td class="number">{percent(recall)}</td>
                <td class="number">{percent(diagnosed?.precision ?? null)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
