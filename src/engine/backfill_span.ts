import type { Settings } from '../config/settings.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { BackfillRow, DatasetRow } from '../ledger/rows.ts';
import { GENERATORS } from '../plan/batch.ts';
import { configHashOf } from './session.ts';

/** Which part of the past somebody wants to be filled. */
export type Span = {
  readonly fromMs: number;
  /** Null: up to the present, and then the service goes live. */
  readonly toMs: number | null;
  /** As it was written; a command that is given again goes on with the instants that it meant at first. */
  readonly asked: string;
};

/** The past cannot be filled as asked. */
export class BackfillRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BackfillRefused';
  }
}

/**
 * Looks whether a span can be filled as the folder stands, before anything is written.
 * @throws {BackfillRefused} with the way out
 */
export function admitBackfill(ledger: Ledger, settings: Settings, span: Span): void {
  if (ledger.lastPauseOrResume()?.paused === true && span.toMs !== null) {
    throw new BackfillRefused(
      'the folder is paused, and nothing is published on it: start the service and resume it (POST /api/resume), or choose another folder with --data-dir',
    );
  }
  const dataset = ledger.openDataset();
  const cut = dataset === null ? null : ledger.openBackfill(dataset.id);
  if (cut === null) refuseOverlap(ledger, dataset, span);
  else refuseOther(cut, settings, span);
  const clockMs = cut?.clock ?? clockOf(ledger, dataset, settings, span.fromMs);
  if (span.toMs !== null && span.toMs < clockMs) {
    throw new BackfillRefused(
      `from ${iso(span.fromMs)} to ${iso(span.toMs)} no driver interval of ${settings.intervalMs.driver / 1000} s is over: write an earlier --from or a later --to`,
    );
  }
}

/** The backfill to go on with: the one that was cut, or a new one. */
export function beginBackfill(
  ledger: Ledger,
  dataset: DatasetRow,
  runId: string,
  settings: Settings,
  { fromMs, toMs, asked }: Span,
): BackfillRow {
  return (
    ledger.openBackfill(dataset.id) ??
    ledger.beginBackfill({
      datasetId: dataset.id,
      runId,
      fromMs,
      toMs,
      asked,
      clockMs: clockOf(ledger, dataset, settings, fromMs),
    })
  );
}

/** Which batches a span meets that are there already, in words; null if none. */
export function overlapOf(ledger: Ledger, dataset: DatasetRow | null, fromMs: number): string | null {
  if (dataset === null) return null;
  const met = GENERATORS.flatMap((generator) => {
    const { settledToMs } = ledger.position(dataset.id, generator);
    const there = ledger.publishedSpan(dataset.id, generator);
    if (settledToMs === null || settledToMs <= fromMs) return [];
    return there === null
      ? [`gaps of the ${generator} generator up to ${iso(settledToMs)}`]
      : [`${generator} batches from ${iso(there.fromMs)} to ${iso(there.toMs)}`];
  });
  return met.length === 0 ? null : met.join(' and ');
}

/** A span on an empty folder begins as a service would that was started once its first driver interval was over. */
function clockOf(ledger: Ledger, dataset: DatasetRow | null, settings: Settings, fromMs: number): number {
  const goesOn = GENERATORS.some(
    (generator) => dataset !== null && ledger.hasPublished(dataset.id, generator, settings.mode),
  );
  return goesOn ? fromMs : fromMs + settings.intervalMs.driver;
}

function refuseOverlap(ledger: Ledger, dataset: DatasetRow | null, { fromMs }: Span): void {
  const overlap = overlapOf(ledger, dataset, fromMs);
  if (overlap === null) return;
  const ends = GENERATORS.map((generator) => ledger.position(dataset!.id, generator).settledToMs ?? 0);
  throw new BackfillRefused(
    `--from ${iso(fromMs)} lies before what is published: the folder has ${overlap}; go on with --from ${iso(Math.max(...ends))} or later, choose another folder with --data-dir, or empty this one (pause, then POST /api/clean)`,
  );
}

function refuseOther(
  cut: BackfillRow & { readonly configHash: string },
  settings: Settings,
  { fromMs, toMs, asked }: Span,
): void {
  const told = `a backfill from ${iso(cut.from)} to ${cut.to === null ? 'the present' : iso(cut.to)} is not finished`;
  const command =
    cut.to === null
      ? 'tachograph start --backfill-from T'
      : `tachograph backfill --from ${iso(cut.from)} --to ${iso(cut.to)}`;
  const isSame =
    cut.to === null ? toMs === null : cut.asked === asked || (cut.from === fromMs && cut.to === toMs);
  if (!isSame)
    throw new BackfillRefused(`${told}: finish it with ${command}, or choose another folder with --data-dir`);
  if (cut.configHash === configHashOf(settings)) return;
  throw new BackfillRefused(
    `${told}, and it began under another config: give it that config again, or give it up with tachograph start, which leaves the rest as a gap`,
  );
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
