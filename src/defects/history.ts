import { replaced } from './change.ts';
import { type Behaviour, textAt } from './site.ts';

/**
 * What a driver cannot do at the moment of each clean event. A parked driver starts or delivers, a driving one only
 * stops; clean data keeps to that, so the clean event tells which of the two the driver was.
 */
const IMPOSSIBLE: Readonly<Record<string, readonly string[]>> = {
  'start driving': ['stopped driving'],
  'stopped driving': ['start driving', 'delivered'],
  delivered: ['stopped driving'],
};

/** An event that the driver's state machine does not allow here. */
export const impossibleTransition: Behaviour = (site, draws) => {
  if (site.context.generator === 'company') return null;
  return replaced(site.record, '/event_type', draws.pick(IMPOSSIBLE[textAt(site, '/event_type')]!));
};
