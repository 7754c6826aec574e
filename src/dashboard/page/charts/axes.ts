import type uPlot from 'uplot';
import { DRAWN } from './columns.ts';
import type { Palette } from './palette.ts';

const FONT = '11px system-ui, sans-serif';

/** A time axis below. */
export function timeAxis({ muted, grid }: Palette): uPlot.Axis {
  return {
    stroke: muted,
    font: FONT,
    size: 28,
    space: 70,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
    values: [
      [3600 * 24, '{YYYY}-{MM}-{DD}', null, null, null, null, null, null, 1],
      [3600, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, null, null, null, null, 1],
      [60, '{HH}:{mm}', null, null, null, null, null, null, 1],
      [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
    ],
  };
}

/** An axis of values at the left. */
export function valueAxis({ muted, grid }: Palette, text: (value: number) => string): uPlot.Axis {
  return {
    stroke: muted,
    font: FONT,
    size: 56,
    grid: { stroke: grid, width: 1 },
    ticks: { stroke: grid, width: 1, size: 4 },
    values: (_, ticks) => ticks.map((value) => (value === null ? '' : text(value))),
  };
}

/** `0`, `0.1 ms`, `5 s`, `2 min` of seconds */
export function tickText(seconds: number): string {
  const short = (value: number) => `${Number(value.toPrecision(3))}`;
  if (seconds === 0) return '0';
  if (seconds < 1) return `${short(seconds * 1000)} ms`;
  return seconds < 120 ? `${short(seconds)} s` : `${short(seconds / 60)} min`;
}

const STEP_OF_ONE_S = 10;

/** Room for half as many batches as are ever drawn, so that the first bars are not a yard wide; and half a bar at both ends. */
export function timeRange({ data: [times] }: uPlot): [number, number] {
  const last = times.at(-1) ?? 0;
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < times.length; i++) step = Math.min(step, times[i]! - times[i - 1]!);
  if (!Number.isFinite(step)) step = STEP_OF_ONE_S;
  return [Math.min(times[0] ?? 0, last - (DRAWN / 2) * step) - step / 2, last + step / 2];
}
