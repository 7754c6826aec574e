import type { Stream } from '../random/stream.ts';
import { copied, replaced } from './change.ts';
import { ID_PATH, type JsonRecord, valueAt } from './record.ts';
import type { Behaviour } from './site.ts';

const decoder = new TextDecoder();

/**
 * An earlier line, as it was emitted, in this record's place. A source that is no more than the beginning of the clean line
 * was torn before anything told the two apart: the copy would look like this line torn.
 */
export const duplicate: Behaviour = (site, draws) => {
  const { context, line, record, emitted } = site;
  const clean = new TextEncoder().encode(record.text);
  const source = pickFirst(line, draws, (i) => !isBeginning(emitted.at(i), clean));
  return source === null ? null : copied(record, source, ID_PATH[context.generator]);
};

/** The id of an earlier line that still shows it, with this record's payload. */
export const conflictingDuplicate: Behaviour = ({ context, line, record, emitted, ownIds }, draws) => {
  const path = ID_PATH[context.generator];
  const other = (i: number): JsonRecord => JSON.parse(decoder.decode(emitted.at(ownIds.at(i))));
  // Two companies may share all but their ids; the same line twice would conflict with nothing.
  const conflicts = (i: number) => {
    const there = other(i);
    return (
      JSON.stringify({ ...record.whole, [path.slice(1)]: valueAt(there, path) }) !== JSON.stringify(there)
    );
  };
  const source = pickFirst(ownIds.countBefore(line), draws, conflicts);
  return source === null ? null : replaced(record, path, valueAt(other(source), path));
};

/** One of `[0, count)` that fits, from a drawn one on; null where none does. Nearly all fit, so nearly all are as likely. */
function pickFirst(count: number, draws: Stream, fits: (i: number) => boolean): number | null {
  if (count === 0) return null;
  const first = draws.below(count);
  for (let i = 0; i < count; i++) {
    const at = (first + i) % count;
    if (fits(at)) return at;
  }
  return null;
}

function isBeginning(bytes: Uint8Array, whole: Uint8Array): boolean {
  return bytes.length < whole.length && bytes.every((byte, i) => byte === whole[i]);
}
