import type { Settings } from '../config/settings.ts';
import type { Generator } from '../plan/batch.ts';
import { batchIdOf } from '../plan/batch_id.ts';
import { batchIdsIn } from '../publish/clean.ts';
import type { Folder } from './folder.ts';

/**
 * Of so many batches a start looks at each. Beyond that it looks at the newest, and at the rest once the service is live: a folder of
 * 10,000 takes some 50 ms (a listing 0.4 µs a name, a stat 4 µs), one of a year of 10 s batches 14 s.
 */
export const LOOKED_AT_FIRST = 10_000;
/** A listing costs about as much a name as a look for a name does for ten. */
const NAMES_A_LOOK = 10;

/** Where batches of a generator have something of their own. */
export type Place = {
  readonly generator: Generator;
  readonly folder: string;
  readonly pathOf: (batchId: string) => string;
};

/**
 * Ids of the batches that have something in a place and that the ledger does not know as published.
 *
 * Where very many are published the folder is not listed. What the ledger does not know of is newer than what it knows, by one of the
 * intervals that its runs had: all else could not be adopted, and is for `verify` to tell. So those names are looked for, unless there
 * are so many that to list the folder is quicker.
 *
 * @param bound of how many batches the folder is listed all the same
 */
export function unknownBatches(
  { disk, ledger }: Folder,
  datasetId: number,
  { generator, folder, pathOf }: Place,
  nowMs: number,
  bound = LOOKED_AT_FIRST,
): string[] {
  const { nextNumber, publishedToMs } = ledger.position(datasetId, generator);
  const published = nextNumber - 1;
  if (published <= bound || publishedToMs === null) {
    const known = ledger.publishedIds(datasetId, generator);
    return batchIdsIn(disk, folder).filter((batchId) => !known.has(batchId));
  }
  const names = namesFrom(publishedToMs, nowMs, intervalsOf(ledger, generator), published / NAMES_A_LOOK);
  if (names === null) {
    const first = batchIdOf(publishedToMs);
    return batchIdsIn(disk, folder).filter((batchId) => batchId >= first);
  }
  // The clock may have been set back since they were planned.
  for (const row of ledger.planned()) if (row.generator === generator) names.add(row.batchId);
  return [...names].sort().filter((batchId) => disk.stat(pathOf(batchId)) !== null);
}

/** The intervals, in ms, that the runs' configs give a generator. */
function intervalsOf(ledger: Folder['ledger'], generator: Generator): number[] {
  const all = ledger
    .runsByConfig()
    .map(({ config }) => (JSON.parse(config) as Settings).intervalMs[generator]);
  return [...new Set(all)];
}

/** Ids of all intervals that begin at `fromMs` or later and not after `nowMs`; null if there are more than `most`. */
function namesFrom(
  fromMs: number,
  nowMs: number,
  intervalsMs: readonly number[],
  most: number,
): Set<string> | null {
  const names = new Set<string>();
  for (const intervalMs of intervalsMs) {
    if ((nowMs - fromMs) / intervalMs > most) return null;
    const firstMs = Math.ceil(fromMs / intervalMs) * intervalMs;
    for (let startMs = firstMs; startMs <= nowMs; startMs += intervalMs) names.add(batchIdOf(startMs));
  }
  return names;
}
