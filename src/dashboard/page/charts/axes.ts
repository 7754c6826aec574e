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

/**
 * The time that as many batches take as are drawn, to the newest, so that an hour without any makes no slivers of the rest; half of it
 * while there are few, so that the first bars are not a yard wide. Half a bar's room at both ends.
 */
export function timeRange({ data: [times] }: uPlot): [number, number] {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  const step = usualStep(times);
  const span = Math.min(DRAWN * step, Math.max((DRAWN / 2) * step, last - first));
  return [last - span - step / 2, last + step / 2];
}

/** The median of what lies between neighbours. */
function usualStep(times: ArrayLike<number>): number {
  const steps = Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => times[i + 1]! - times[i]!);
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? STEP_OF_ONE_S;
}
