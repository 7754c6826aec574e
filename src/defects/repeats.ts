import { copied, replaced } from './change.ts';
import { ID_PATH, valueAt } from './record.ts';
import type { Behaviour } from './site.ts';

/** How many earlier lines are tried for one whose id can be taken. */
const TRIES = 32;

/** An earlier line, as it was emitted, in this record's place. */
export const duplicate: Behaviour = ({ context, line, record }, draws) =>
  line === 0 ? null : copied(record, draws.below(line), ID_PATH[context.generator]);

/** The id of an earlier line that still shows it, with this record's payload. */
export const conflictingDuplicate: Behaviour = ({ context, line, record, earlierWithOwnId }, draws) => {
  if (line === 0) return null;
  const path = ID_PATH[context.generator];
  for (let i = 0; i < TRIES; i++) {
    const earlier = earlierWithOwnId(draws.below(line));
    if (earlier === null) continue;
    const id = valueAt(earlier, path);
    // Two companies may share all but their ids; the same line twice would conflict with nothing.
    const conflict = { ...record, [path.slice(1)]: id };
    if (JSON.stringify(conflict) !== JSON.stringify(earlier)) return replaced(record, path, id);
  }
  return null;
};
