import type { Report } from '../grade/report.ts';
import type { Generator } from '../plan/batch.ts';

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
const interval = (bounds: readonly [number, number] | null) =>
  bounds === null ? '' : ` (${(100 * bounds[0]).toFixed(1)}–${(100 * bounds[1]).toFixed(1)})`;

/** A report as people read it. */
export function gradeTable(generator: Generator, { records, scopes, kinds, cells }: Report): string {
  const named = kinds.some(({ diagnosed }) => diagnosed !== null);
  return [
    `${generator} batches: ${records.total} records, ${records.dirty} dirty`,
    `flagged ${records.flagged}: ${records.true_positives} right, ${records.false_positives} wrong ` +
      `(${records.unmatched} in no batch), ${records.neutral} neither way, ${records.ambiguous} ambiguous`,
    `precision ${percent(records.precision)}${interval(records.precision_interval)}, ` +
      `recall ${percent(records.recall)}${interval(records.recall_interval)}, F1 ${percent(records.f1)}`,
    ...(cells.recall === null
      ? []
      : [`by field: precision ${percent(cells.precision)}, recall ${percent(cells.recall)}`]),
    '',
    ...table(
      ['scope', 'dirty', 'caught', 'recall'],
      scopes.map(({ scope, dirty, caught, recall }) => [scope, `${dirty}`, `${caught}`, percent(recall)]),
    ),
    '',
    ...table(
      ['kind', 'scope', 'dirty', 'caught', 'recall', ...(named ? ['called so'] : [])],
      kinds.map(({ kind, scope, dirty, caught, recall, diagnosed }) => [
        kind,
        scope,
        `${dirty}`,
        `${caught}`,
        percent(recall),
        ...(named ? [`${percent(diagnosed?.precision ?? null)} right`] : []),
      ]),
    ),
  ].join('\n');
}

/** Columns of one width each, the numbers at the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const isNumber = (i: number) => rows.every((row) => /^[\d.–]/.test(row[i]!));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)];
}
