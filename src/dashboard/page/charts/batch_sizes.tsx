import { useComputed, useSignal } from '@preact/signals';
import uPlot from 'uplot';
import type { BatchGenerated } from '../../../events/facts.ts';
import { GENERATORS, type Generator } from '../../../plan/batch.ts';
import { clock, count } from '../format.ts';
import { Panel } from '../parts/panel.tsx';
import { timeline } from '../state/timeline.ts';
import { timeAxis, timeRange, valueAxis } from './axes.ts';
import { DRAWN, sizeColumns } from './columns.ts';
import { Legend } from './legend.tsx';
import type { Palette } from './palette.ts';
import { type ChartSpec, TimeChart } from './time_chart.tsx';

/** How many records batches have, and how many of them are corrupted. */
export function BatchSizes() {
  const generator = useSignal<Generator>('driver');
  const batches = useComputed(() => timeline.value[generator.value].slice(-DRAWN));
  const data = useComputed(() => sizeColumns(batches.value));
  return (
    <Panel
      title="Batch sizes"
      testId="batch-sizes"
      aside={
        <div class="panel-aside">
          <Legend
            entries={[
              ['valid', 'valid'],
              ['corrupted', 'corrupted'],
            ]}
          />
          <select
            aria-label="Generator"
            value={generator.value}
            onChange={(event) => {
              generator.value = event.currentTarget.value as Generator;
            }}
          >
            {GENERATORS.toReversed().map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </div>
      }
    >
      <TimeChart
        label={`Records of the newest ${generator.value} batches, valid and corrupted`}
        spec={spec}
        data={data.value}
        readout={(index) => readout(batches.value[index]!)}
      />
    </Panel>
  );
}

function readout(batch: BatchGenerated): string {
  const { batch_number, interval_end, record_count, valid_count, corrupted_count } = batch;
  return `Batch ${batch_number} at ${clock(interval_end)}: ${count(record_count)} records, ${count(valid_count)} valid, ${count(corrupted_count)} corrupted`;
}

function spec(colors: Palette): ChartSpec {
  const paths = uPlot.paths.bars!({ size: [0.8, 28], align: 0 });
  const bar = (fill: string): uPlot.Series => ({ fill, width: 0, paths, points: { show: false } });
  return {
    // Valid ones are drawn over all, so that what sticks out above is corrupted.
    series: [{}, bar(colors.corrupted), bar(colors.valid)],
    scales: {
      x: { time: true, range: timeRange },
      y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] },
    },
    axes: [timeAxis(colors), valueAxis(colors, (value) => (Number.isInteger(value) ? count(value) : ''))],
  };
}
