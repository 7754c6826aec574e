import { useComputed } from '@preact/signals';
import type uPlot from 'uplot';
import { GENERATORS } from '../../../plan/batch.ts';
import { milliseconds } from '../format.ts';
import { Panel } from '../parts/panel.tsx';
import { timeline } from '../state/timeline.ts';
import { tickText, timeAxis, timeRange, valueAxis } from './axes.ts';
import { latenessColumns, reading } from './columns.ts';
import { Legend } from './legend.tsx';
import type { Palette } from './palette.ts';
import { type ChartSpec, TimeChart } from './time_chart.tsx';

/** How long after its boundary each batch became visible. */
export function Lateness() {
  const data = useComputed(() => latenessColumns(timeline.value.company, timeline.value.driver));
  return (
    <Panel
      title="Lateness"
      testId="lateness-chart"
      aside={<Legend entries={GENERATORS.map((generator) => [generator, generator])} />}
    >
      <TimeChart
        label="Lateness of the newest batches in milliseconds, on a logarithmic scale"
        spec={spec}
        data={data.value as uPlot.AlignedData}
        readout={(index) => `At ${reading(data.value, index, GENERATORS, milliseconds)}`}
      />
    </Panel>
  );
}

function spec(colors: Palette): ChartSpec {
  const points = (color: string, fill: string): uPlot.Series => ({
    stroke: color,
    paths: () => null,
    points: { show: true, size: 7, width: 1.5, stroke: color, fill },
  });
  return {
    // Hollow and filled, so that colour is not all that tells them apart.
    series: [{}, points(colors.company, 'transparent'), points(colors.driver, colors.driver)],
    scales: { x: { time: true, range: timeRange }, y: { distr: 3, log: 10, range: decades } },
    axes: [timeAxis(colors), decadeAxis(colors)],
  };
}

function decadeAxis(colors: Palette): uPlot.Axis {
  const { grid, ticks, ...axis } = valueAxis(colors, (ms) => tickText(ms / 1000));
  return {
    ...axis,
    filter: wholeDecades,
    grid: { ...grid, filter: wholeDecades },
    ticks: { ...ticks, filter: wholeDecades },
  };
}

/** Lines and words at whole powers of ten alone. */
function wholeDecades(_: uPlot, ticks: number[]): (number | null)[] {
  return ticks.map((value) =>
    Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6 ? value : null,
  );
}

/** From a tenth of a millisecond to ten, and further where a batch lies there. */
function decades(_: uPlot, min: number | null, max: number | null): [number, number] {
  return [
    10 ** Math.floor(Math.log10(Math.min(min ?? 0.1, 0.1))),
    10 ** Math.ceil(Math.log10(Math.max(max ?? 10, 10))),
  ];
}
