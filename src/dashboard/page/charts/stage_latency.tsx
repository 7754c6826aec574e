import { useComputed } from '@preact/signals';
import type uPlot from 'uplot';
import { curl } from '../api/curl.ts';
import { count, milliseconds } from '../format.ts';
import { Command } from '../parts/command.tsx';
import { Panel } from '../parts/panel.tsx';
import { PipelineChoice } from '../parts/pipeline_choice.tsx';
import { pipeline } from '../state/grade.ts';
import { timeline } from '../state/timeline.ts';
import { tickText, timeAxis, timeRange, valueAxis } from './axes.ts';
import { reading, stageColumns } from './columns.ts';
import { Legend } from './legend.tsx';
import type { Palette } from './palette.ts';
import { type ChartSpec, TimeChart } from './time_chart.tsx';

const STAGES = ['bronze', 'silver', 'gold'] as const;

/** How long a pipeline takes to bring batches to its layers. */
export function StageLatency() {
  const data = useComputed(() => stageColumns(timeline.value.stages, pipeline.value ?? ''));
  const failures = useComputed(
    () =>
      timeline.value.stages.filter((each) => each.pipeline === pipeline.value && each.status === 'failed')
        .length,
  );
  if (pipeline.value === null) return <NoReports />;
  return (
    <Panel
      title="Pipeline latency"
      testId="stage-latency"
      aside={
        <div class="panel-aside">
          <Legend entries={STAGES.map((stage) => [stage, stage])} />
          {failures.value > 0 && <span class="error">{count(failures.value)} failed</span>}
          <PipelineChoice />
        </div>
      }
    >
      <TimeChart
        label={`Time from publication until batches reached bronze, silver and gold in pipeline ${pipeline.value}`}
        spec={spec}
        data={data.value as uPlot.AlignedData}
        readout={(index) => `At ${reading(data.value, index, STAGES, (s) => milliseconds(s * 1000))}`}
      />
    </Panel>
  );
}

function NoReports() {
  const newest = timeline.value.driver.at(-1);
  const path = `/api/batches/driver/${newest?.batch_id ?? 'BATCH_ID'}/stages`;
  return (
    <Panel title="Pipeline latency" testId="stage-latency">
      <p class="empty">No pipeline has reported a stage yet. Yours does it like this:</p>
      <Command text={curl(path, `{"stage":"bronze","status":"done"}`)} />
    </Panel>
  );
}

function spec(colors: Palette): ChartSpec {
  const line = (stroke: string, dash: number[]): uPlot.Series => ({
    stroke,
    width: 2,
    dash,
    spanGaps: true,
    points: { show: true, size: 5, fill: stroke },
  });
  return {
    series: [{}, line(colors.bronze, [2, 3]), line(colors.silver, [7, 3]), line(colors.gold, [])],
    scales: {
      x: { time: true, range: timeRange },
      y: { range: (_, __, max) => [0, Math.max(0.1, max * 1.1)] },
    },
    axes: [timeAxis(colors), valueAxis(colors, tickText)],
  };
}
