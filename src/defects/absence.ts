import { removed, replaced } from './change.ts';
import { FIELDS } from './record.ts';
import { type Behaviour, drawField } from './site.ts';

const ZERO_UUID = '00000000-0000-0000-0000-000000000000';
const DISGUISES = ['', 'N/A'];

/** The key is gone. */
export const missingField: Behaviour = ({ context, record }, draws) =>
  removed(record, draws.pick(FIELDS[context.generator]).path);

/** The key is there and its value is null. */
export const nullValue: Behaviour = ({ context, record }, draws) =>
  replaced(record, draws.pick(FIELDS[context.generator]).path, null);

/** A value that says "nothing" in the type of the field. */
export const disguisedMissing: Behaviour = (site, draws) => {
  const { path, holds } = drawField(site, draws, 'id', 'enum', 'instant', 'text');
  return replaced(site.record, path, draws.pick(holds === 'id' ? [...DISGUISES, ZERO_UUID] : DISGUISES));
};
