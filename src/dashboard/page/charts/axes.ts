import type uPlot from 'uplot';
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
