import { drawUuid, uuidText } from '../fleet/uuid.ts';
import type { Stream } from '../random/stream.ts';
import { replaced } from './change.ts';
import { type Behaviour, textAt } from './site.ts';

/** `DRV-<36 characters of company_id>-<seq>` and `TRK-<8 of them>-<seq>`: where the company's part begins and ends. */
const PREFIX = 4;
const TRUCK_COMPANY_END = PREFIX + 8;
const DRIVER_COMPANY_END = PREFIX + 36;

/** A company that does not exist, or the driver of one; the format is intact. */
export const orphanReference: Behaviour = (site, draws) => {
  if (site.context.generator === 'company') return null;
  const stranger = freshUuid(draws);
  if (draws.pick([true, false])) return replaced(site.record, '/company_id', stranger);
  const driver = textAt(site, '/driver_id');
  return replaced(site.record, '/driver_id', `DRV-${stranger}${driver.slice(DRIVER_COMPANY_END)}`);
};

/** A truck of another company that may drive in this batch. */
export const referenceMismatch: Behaviour = (site, draws) => {
  const { context } = site;
  if (context.generator === 'company' || context.companyCount === 0) return null;
  const truck = textAt(site, '/truck_id');
  const own = truck.slice(PREFIX, TRUCK_COMPANY_END);
  const first = draws.below(context.companyCount);
  for (let i = 0; i < context.companyCount; i++) {
    const other = context.companyIdAt((first + i) % context.companyCount).slice(0, 8);
    if (other !== own)
      return replaced(site.record, '/truck_id', `TRK-${other}${truck.slice(TRUCK_COMPANY_END)}`);
  }
  return null;
};

function freshUuid(draws: Stream): string {
  const words = new Uint32Array(4);
  drawUuid(draws, words, 0);
  return uuidText(words, 0);
}
