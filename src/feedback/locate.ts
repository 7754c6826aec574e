import { hash } from 'node:crypto';
import type { Folder } from '../engine/folder.ts';
import type { Rejected } from '../grade/inputs/rejects.ts';
import type { Verdict } from '../grade/verdict.ts';
import type { BatchRow } from '../ledger/rows.ts';
import type { Generator } from '../plan/batch.ts';
import { forEachLine } from '../publish/batch_lines.ts';
import type { AnswerKeys } from './answer_keys.ts';

const ID = { driver: 'event_id', company: 'company_id' } as const;
const decoder = new TextDecoder();

/** Verdicts by the batch that they are on, and what is in none. */
export type Located = {
  readonly byBatch: ReadonlyMap<string, Verdict[]>;
  /** Records that no batch has. */
  readonly nowhere: number;
};

/**
 * Finds out in which batch each rejected record stands, where the input does not say: by the hash of its line, else by
 * the id that it shows.
 *
 * @param batches those of the generator that are looked through
 * @param keys of those batches
 */
export async function locate(
  folder: Folder,
  generator: Generator,
  batches: readonly BatchRow[],
  rejected: readonly Rejected[],
  keys: AnswerKeys,
): Promise<Located> {
  const byBatch = new Map<string, Verdict[]>();
  const known = new Set(batches.map(({ batchId }) => batchId));
  const lost = rejected.filter(({ batch_id }) => batch_id === undefined);
  const places = await placesOf(folder, generator, batches, lost, keys);
  let nowhere = 0;
  for (const each of rejected) {
    const { raw_sha256, event_id, ...rest } = each;
    const byHash = places.ofHash.get(raw_sha256 ?? '');
    const batch_id = each.batch_id ?? byHash ?? places.ofId.get(event_id ?? '');
    if (batch_id === undefined || !known.has(batch_id)) {
      nowhere += each.count ?? 1;
      continue;
    }
    // A line that the pipeline has written anew hashes to something else: then its id tells it.
    const isByHash = raw_sha256 !== undefined && (event_id === undefined || byHash !== undefined);
    const record = isByHash ? { raw_sha256 } : event_id === undefined ? {} : { event_id };
    const verdict: Verdict = { ...rest, ...record, generator, batch_id };
    byBatch.set(batch_id, [...(byBatch.get(batch_id) ?? []), verdict]);
  }
  return { byBatch, nowhere };
}

type Places = { readonly ofHash: Map<string, string>; readonly ofId: Map<string, string> };

/** The batches in which hashes and ids were found; each of them is of one batch alone. */
async function placesOf(
  { disk, layout }: Folder,
  generator: Generator,
  batches: readonly BatchRow[],
  wanted: readonly Rejected[],
  keys: AnswerKeys,
): Promise<Places> {
  const hashes = new Set(wanted.flatMap(({ raw_sha256 }) => raw_sha256 ?? []));
  const ids = new Set(wanted.flatMap(({ event_id }) => event_id ?? []));
  const places: Places = { ofHash: new Map(), ofId: new Map() };
  if (wanted.length === 0) return places;
  for (const batch of batches) {
    const range = layout.linesOf(batch);
    if (disk.stat(range.path) === null) continue;
    await forEachLine(disk, range, (line) => {
      const sha256 = hash('sha256', line, 'hex');
      if (hashes.has(sha256)) places.ofHash.set(sha256, batch.batchId);
      const id = ids.size === 0 ? null : idOn(line, ID[generator]);
      if (id !== null && ids.has(id)) places.ofId.set(id, batch.batchId);
      return true;
    });
    // Ids that no line shows any more: a padded id may have been trimmed.
    for (const id of ids.size === 0 ? [] : keys.dirtyIds(batch)) {
      if (ids.has(id) && !places.ofId.has(id)) places.ofId.set(id, batch.batchId);
    }
  }
  return places;
}

/** Null where the line shows none. */
function idOn(line: Uint8Array, field: string): string | null {
  try {
    const id = JSON.parse(decoder.decode(line))?.[field];
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}
