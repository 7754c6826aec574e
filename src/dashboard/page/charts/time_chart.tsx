import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { isDark } from '../state/theme.ts';
import { type Palette, palette } from './palette.ts';

/** What a chart shows: its series, on which scales and axes. */
export type ChartSpec = {
  readonly series: uPlot.Series[];
  readonly scales: uPlot.Scales;
  readonly axes: uPlot.Axis[];
};

type TimeChartProps = {
  /** Says in words what the chart is. */
  label: string;
  spec: (colors: Palette) => ChartSpec;
  /** Times in epoch s, then a row a series. */
  data: uPlot.AlignedData;
  /** The values at an index, in words; it stands above the chart for the newest, or for where the pointer is. */
  readout: (index: number) => string;
};

const utc = (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');

/** A chart over time (UTC). The arrow keys read it out, value by value. */
export function TimeChart({ label, spec, data, readout }: TimeChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const pointed = useSignal<number | null>(null);
  const newest = useRef(data);
  newest.current = data;

  // Colours and scales are fixed when a chart is made, so another theme makes another chart.
  useSignalEffect(() => {
    void isDark.value;
    const { clientWidth: width, clientHeight: height } = host.current!;
    const made = new uPlot(
      {
        ...spec(palette()),
        width,
        height,
        tzDate: utc,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        padding: [8, 24, 0, 0],
      },
      newest.current,
      host.current!,
    );
    made.hooks.setCursor = [
      ({ cursor }) => {
        pointed.value = cursor.idx ?? null;
      },
    ];
    chart.current = made;
    return () => made.destroy();
  });

  useEffect(() => chart.current?.setData(data), [data]);

  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      chart.current?.setSize({ width, height });
    });
    sizes.observe(host.current!);
    return () => sizes.disconnect();
  }, []);

  const last = data[0].length - 1;
  const shown = Math.min(pointed.value ?? last, last);
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    pointed.value = Math.max(0, Math.min(last, shown + by));
  };
  return (
    <figure class="chart">
      <figcaption aria-live={pointed.value === null ? 'off' : 'polite'} data-testid="readout">
        {shown < 0 ? 'Nothing yet' : readout(shown)}
      </figcaption>
      <div
        class="plot"
        ref={host}
        role="img"
        aria-label={`${label}. Left and right arrow keys read it.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart
        tabIndex={0}
        onKeyDown={step}
        onBlur={() => {
          pointed.value = null;
        }}
      />
    </figure>
  );
}
