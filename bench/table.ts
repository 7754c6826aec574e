import type { Machine } from './machine.ts';
import type { ReportedFigure } from './report.ts';

/** Widths of the columns; longer text pushes the rest of its line to the right. */
const WIDTHS = { section: 11, name: 56, value: 10, unit: 38, goal: 9, met: 5 };
const HASH_DIGITS = 12;

/** Lines that say where and with what the figures below were taken, and the table's head. */
export function headerLines(m: Machine): string[] {
  return [
    `${m.cpu}, ${m.cores} cores, ${m.memoryGib} GiB, load ${m.load}; ${m.fileSystem} (${m.freeGib} GiB free)`,
    `${m.kernel}, ${m.runtime}, Tachograph ${m.commit}`,
    '',
    line('section', 'what', 'value', 'unit', 'goal', 'met?', 'hash'),
  ];
}

/** One line of the table. */
export function figureLine({ section, name, value, unit, goal, met, hash }: ReportedFigure): string {
  const isSo = met === null ? '–' : met ? 'yes' : 'no';
  return line(section, name, sensible(value), unit, goal ?? '', isSo, hash?.slice(0, HASH_DIGITS) ?? '');
}

function line(
  section: string,
  name: string,
  value: string,
  unit: string,
  goal: string,
  met: string,
  hash: string,
): string {
  const cells = [
    section.padEnd(WIDTHS.section),
    name.padEnd(WIDTHS.name),
    value.padStart(WIDTHS.value),
    unit.padEnd(WIDTHS.unit),
    goal.padEnd(WIDTHS.goal),
    met.padEnd(WIDTHS.met),
    hash,
  ];
  return cells.join(' ').trimEnd();
}

/** Three digits that mean something; thousands in full. */
export function sensible(value: number | null): string {
  if (value === null) return '–';
  if (Number.isInteger(value) || Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  const digits = Math.abs(value) >= 10 ? 1 : 2;
  return Math.abs(value) >= 1 || value === 0 ? value.toFixed(digits) : value.toPrecision(2);
}
