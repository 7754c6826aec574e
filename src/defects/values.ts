import type { Stream } from '../random/stream.ts';
import { replaced } from './change.ts';
import { ENUM_PATH } from './record.ts';
import { type Behaviour, drawField, textAt } from './site.ts';

const FOREIGN = {
  company: ['APAC', 'LATAM', 'EMEA', 'AFRICA', 'CANADA'],
  driver: ['idling', 'refuelling', 'loading', 'in transit', 'maintenance'],
} as const;

/** Spellings of each right value that a careless writer has; none is another right value. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  US: ['us', 'Us', 'U_S', 'USS'],
  EU: ['eu', 'Eu', 'E_U', 'EUU'],
  SA: ['sa', 'Sa', 'S_A', 'SAA'],
  AUS: ['aus', 'Aus', 'A_U_S', 'AUSS'],
  'start driving': ['START DRIVING', 'Start driving', 'start_driving', 'strat driving'],
  'stopped driving': ['STOPPED DRIVING', 'Stopped driving', 'stopped_driving', 'stoped driving'],
  delivered: ['DELIVERED', 'Delivered', 'delivered_', 'deliverd'],
};

const ZERO_WIDTH_SPACE = '\u200b';
const PADDINGS: readonly ((id: string) => string)[] = [
  (id) => ` ${id}`,
  (id) => `${id} `,
  (id) => `${ZERO_WIDTH_SPACE}${id}`,
  (id) => `${id}${ZERO_WIDTH_SPACE}`,
];

/** A value of another JSON type. A number in place of an instant would be an epoch, so instants only get wrapped. */
export const typeChange: Behaviour = (site, draws) => {
  const { path, holds } = drawField(site, draws, 'id', 'enum', 'instant', 'text', 'number', 'boolean');
  const value = site.record.valueAt(path);
  return replaced(site.record, path, draws.pick(retyped(value, holds === 'instant', draws)));
};

function retyped(value: unknown, onlyWrapped: boolean, draws: Stream): readonly unknown[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'boolean') return [String(value), Number(value)];
  const wrapped = [[value], { value }];
  return onlyWrapped ? wrapped : [draws.below(1_000_000), ...wrapped];
}

/** A value that someone may have meant, outside the enum. */
export const invalidEnum: Behaviour = ({ context, record }, draws) =>
  replaced(record, ENUM_PATH[context.generator], draws.pick(FOREIGN[context.generator]));

/** The right value in another case, with `_`, or with a typo. */
export const enumVariant: Behaviour = (site, draws) => {
  const path = ENUM_PATH[site.context.generator];
  return replaced(site.record, path, draws.pick(VARIANTS[textAt(site, path)]!));
};

/** A space or a zero-width space before or after an id. */
export const paddedId: Behaviour = (site, draws) => {
  const { path } = drawField(site, draws, 'id');
  return replaced(site.record, path, draws.pick(PADDINGS)(textAt(site, path)));
};

/** A coordinate beyond the globe by up to its own bound: a latitude in ±(90, 180], a longitude in ±(180, 360]. */
export const outOfRange: Behaviour = ({ context, record }, draws) => {
  if (context.generator === 'company') return null;
  const [path, bound] = draws.pick([
    ['/location/lat', 90],
    ['/location/lon', 180],
  ] as const);
  // Five decimals, as the clean ones: one division of an integer gives the nearest number to them.
  const beyond = bound * 100_000 + 1 + draws.below(bound * 100_000);
  return replaced(record, path, draws.pick([beyond, -beyond]) / 100_000);
};
