import { choosePipeline, pipeline, pipelines } from '../state/grade.ts';

/** Where several pipelines report: whose figures are shown. */
export function PipelineChoice() {
  if (pipelines.value.length < 2) return null;
  return (
    <select
      aria-label="Pipeline"
      value={pipeline.value ?? ''}
      onChange={(event) => choosePipeline(event.currentTarget.value)}
    >
      {pipelines.value.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}
