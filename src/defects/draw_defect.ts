import type { Stream } from '../random/stream.ts';
import { BEHAVIOURS } from './behaviours.ts';
import type { Change } from './change.ts';
import { DEFECT_KINDS, type DefectKind, type Quality } from './kinds.ts';
import type { Site } from './site.ts';

/** A kind that may be drawn; its weight is above 0. */
export type Choice = { readonly kind: DefectKind; readonly weight: number };

/** The kinds that are on, in the table's order. */
export function choicesOf(weights: Quality['weights']): readonly Choice[] {
  return DEFECT_KINDS.map(({ kind }) => ({ kind, weight: weights[kind] })).filter(({ weight }) => weight > 0);
}

/**
 * A defect for the site, null where none of the choices allows one. A kind that refuses the site is put aside and the
 * draw repeated among the rest: so the kinds that the site allows come out in proportion to their weights.
 */
export function drawDefect(
  site: Site,
  choices: readonly Choice[],
  draws: Stream,
): (Change & { kind: DefectKind }) | null {
  let left = choices;
  while (left.length > 0) {
    const choice = drawByWeight(left, draws);
    const change = BEHAVIOURS[choice.kind](site, draws);
    if (change !== null) return { kind: choice.kind, fields: change.fields, ops: change.ops };
    left = left.filter((other) => other !== choice);
  }
  return null;
}

function drawByWeight(choices: readonly Choice[], draws: Stream): Choice {
  let total = 0;
  for (const { weight } of choices) total += weight;
  let rest = draws.float() * total;
  for (const choice of choices) {
    rest -= choice.weight;
    if (rest < 0) return choice;
  }
  // Rounding may leave a last bit over.
  return choices.at(-1)!;
}
