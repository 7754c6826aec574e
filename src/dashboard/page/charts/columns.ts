import type { BatchGenerated, StageReported } from '../../../events/facts.ts';
import { clock } from '../format.ts';

/** So many batches of a generator are drawn, the newest. */
export const DRAWN = 48;

/** Rows of equal length: times in epoch s, then the values of each series; null where there is none. */
export type Columns = [number[], ...(number | null)[][]];

const seconds = (time: string) => Date.parse(time) / 1000;

/** Records and, of those, valid ones, by the end of the batch's interval. */
export function sizeColumns(batches: readonly BatchGenerated[]): Columns {
  const drawn = batches.slice(-DRAWN);
  return [
    drawn.map(({ interval_end }) => seconds(interval_end)),
    drawn.map(({ record_count }) => record_count),
    drawn.map(({ valid_count }) => valid_count),
  ];
}

/** Lateness in ms of company and of driver batches; a microsecond at least, as a logarithm wants. */
export function latenessColumns(
  company: readonly BatchGenerated[],
  driver: readonly BatchGenerated[],
): Columns {
  const latenessOf = (batches: readonly BatchGenerated[]) =>
    new Map(
      batches.slice(-DRAWN).flatMap(({ interval_end, lateness_us }) => {
        return lateness_us === null
          ? []
          : [[seconds(interval_end), Math.max(1, lateness_us) / 1000] as const];
      }),
    );
  return merged([latenessOf(company), latenessOf(driver)]);
}

/** Latency in s from publication to bronze, silver and gold of a pipeline's driver batches, by their publication. */
export function stageColumns(stages: readonly StageReported[], pipeline: string): Columns {
  const rows = {
    bronze: new Map<number, number>(),
    silver: new Map<number, number>(),
    gold: new Map<number, number>(),
  };
  for (const report of stages) {
    if (report.pipeline !== pipeline || report.generator !== 'driver' || report.status !== 'done') continue;
    const publishedS = Math.round((Date.parse(report.at) - report.latency_ms) / 1000);
    rows[report.stage].set(publishedS, Math.max(0, report.latency_ms) / 1000);
  }
  const columns = merged([rows.bronze, rows.silver, rows.gold]);
  return columns.map((row) => row.slice(-DRAWN)) as Columns;
}

function merged(series: readonly ReadonlyMap<number, number>[]): Columns {
  const times = [...new Set(series.flatMap((each) => [...each.keys()]))].sort((a, b) => a - b);
  return [times, ...series.map((each) => times.map((time) => each.get(time) ?? null))];
}

/** `12:00:10: company 0.32 ms, driver 0.44 ms`: the values at an index by the names of their series, without those that have none. */
export function reading(
  [times, ...series]: Columns,
  index: number,
  names: readonly string[],
  text: (value: number) => string,
): string {
  const values = names.flatMap((name, i) => {
    const value = series[i]?.[index];
    return value == null ? [] : [`${name} ${text(value)}`];
  });
  return `${clock(new Date(times[index]! * 1000).toISOString())}: ${values.join(', ')}`;
}
