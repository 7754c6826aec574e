import type { Figure } from './figure.ts';

const HOLDS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '≤': (value, bound) => value <= bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '≥': (value, bound) => value >= bound,
  '>=': (value, bound) => value >= bound,
};

/**
 * Whether a figure is as its goal asks; null where there is no goal or no value.
 * @throws Error for a goal that does not begin with a comparison and a number
 */
export function isMet({ name, value, goal }: Figure): boolean | null {
  if (goal === undefined) return null;
  const [, comparison, bound] = goal.match(/^([<>]=?|[≤≥]) ?([\d.]+)/) ?? [];
  if (comparison === undefined) throw new Error(`${name}: its goal must be like "< 1", got "${goal}"`);
  return value === null ? null : HOLDS[comparison]!(value, Number(bound));
}
