import { replaced } from './change.ts';
import { INSTANT_PATH } from './record.ts';
import { type Behaviour, textAt } from './site.ts';

/** Ways to spoil `2025-11-09T12:00:03.123Z`. */
const SPOILED: readonly ((instant: string) => string)[] = [
  (instant) => `${instant.slice(0, 5)}13${instant.slice(7)}`,
  (instant) => `${instant.slice(0, 11)}25:00${instant.slice(16)}`,
  (instant) => instant.replaceAll('-', '/'),
  () => 'not available',
  () => 'yesterday',
];

/** Nothing that a calendar has, or nothing that ISO 8601 has. */
export const malformedTimestamp: Behaviour = (site, draws) => {
  const path = INSTANT_PATH[site.context.generator];
  return replaced(site.record, path, draws.pick(SPOILED)(textAt(site, path)));
};

/** A local time of nowhere: the `Z` is gone. */
export const timezoneMissing: Behaviour = (site) => {
  const path = INSTANT_PATH[site.context.generator];
  return replaced(site.record, path, textAt(site, path).slice(0, -1));
};

/** The same instant as a number: milliseconds since the epoch, or whole seconds. */
export const epochTimestamp: Behaviour = (site, draws) => {
  const path = INSTANT_PATH[site.context.generator];
  const ms = Date.parse(textAt(site, path));
  return replaced(site.record, path, draws.pick([ms, Math.floor(ms / 1000)]));
};

/** A well-formed instant in the interval before the batch's or in the one after it. */
export const boundaryViolation: Behaviour = ({ context, record }, draws) => {
  const { startMs, endMs } = context.interval;
  const lengthMs = endMs - startMs;
  const offsetMs = draws.below(2 * lengthMs) - lengthMs;
  const outsideMs = offsetMs < 0 ? startMs + offsetMs : endMs + offsetMs;
  return replaced(record, INSTANT_PATH[context.generator], new Date(outsideMs).toISOString());
};
