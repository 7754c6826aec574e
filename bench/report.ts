import { watchOthers } from './disturbance.ts';
import type { Figure, Scale, Section, Size } from './figure.ts';
import { isMet } from './goal.ts';
import type { Machine } from './machine.ts';

/** A row of the table and of the JSON file. */
export type ReportedFigure = Figure & {
  readonly section: string;
  /** Whether the figure is as its goal asks; null without a goal or a value. */
  readonly met: boolean | null;
};

/** What one run of the bench found, as it stands in its JSON file. */
export type Report = {
  readonly startedAt: string;
  readonly scale: Scale;
  readonly machine: Machine;
  readonly figures: readonly ReportedFigure[];
  /** Why sections could not be measured. */
  readonly failures: readonly { readonly section: string; readonly reason: string }[];
};

/** Share of the machine from which on a section says that it was not alone. */
const DISTURBING = 0.05;

/** Measures sections one after the other, and says each figure as it comes. One that fails does not stop the others. */
export async function reportOf(
  orders: readonly { readonly section: Section; readonly size: Size }[],
  about: Pick<Report, 'scale' | 'machine'>,
  tell: (figures: readonly ReportedFigure[]) => void,
): Promise<Report> {
  const startedAt = new Date().toISOString();
  const figures: ReportedFigure[] = [];
  const failures: { section: string; reason: string }[] = [];
  for (const { section, size } of orders) {
    const othersSince = watchOthers();
    const rows = await rowsOf(section, size);
    const others = othersSince();
    if (typeof rows === 'string') {
      failures.push({ section: section.name, reason: rows });
      tell([failedRow(section.name, rows)]);
      continue;
    }
    if (others !== null && others >= DISTURBING) rows.push(disturbedRow(section.name, others));
    figures.push(...rows);
    tell(rows);
  }
  return { startedAt, ...about, figures, failures };
}

/** A section's rows, or why there are none. */
async function rowsOf(section: Section, size: Size): Promise<ReportedFigure[] | string> {
  try {
    const figures = await section.measure(size);
    return figures.map((figure) => ({ section: section.name, ...figure, met: isMet(figure) }));
  } catch (error) {
    return (error as Error).message;
  }
}

function failedRow(section: string, reason: string): ReportedFigure {
  return { section, name: `not measured: ${reason}`, value: null, unit: '', met: null };
}

function disturbedRow(section: string, share: number): ReportedFigure {
  return { section, name: 'disturbed: others took', value: 100 * share, unit: '% of the machine', met: null };
}
