import { type Stream, streamOf } from '../random/stream.ts';
import { CITIES } from './cities.ts';
import { NAME_PARTS } from './company_names.ts';
import { GEOGRAPHIES, type Geography, type Sizing } from './sizing.ts';
import type { Stripe } from './stripes.ts';
import { drawUuid } from './uuid.ts';

/** A stripe of new companies, one column a field, in order of creation. */
export type CompanyStripe = {
  readonly count: number;
  /** Four words a company. */
  readonly ids: Uint32Array;
  readonly names: readonly string[];
  readonly geographies: readonly Geography[];
  /** 1 active, 0 not. */
  readonly active: Uint8Array;
  /** Milliseconds after the interval's start, ascending. */
  readonly createdOffsetMs: Uint32Array;
  /** Home city in 10^-5 degrees. */
  readonly homeLat: Int32Array;
  readonly homeLon: Int32Array;
};

/** Draws the companies of one stripe; `intervalMs` is the length of the batch's interval. */
export function drawCompanies(
  seed: number,
  stripe: Stripe,
  intervalMs: number,
  sizing: Sizing,
): CompanyStripe {
  const stream = streamOf(seed, 'company', 'records', stripe.index);
  const count = stripe.to - stripe.from;
  const names: string[] = [];
  const geographies: Geography[] = [];
  const drawn: CompanyStripe = {
    count,
    names,
    geographies,
    ids: new Uint32Array(4 * count),
    active: new Uint8Array(count),
    createdOffsetMs: new Uint32Array(count),
    homeLat: new Int32Array(count),
    homeLon: new Int32Array(count),
  };
  const totalWeight = GEOGRAPHIES.reduce((sum, geography) => sum + sizing.geographyWeights[geography], 0);
  for (let i = 0; i < count; i++) {
    drawUuid(stream, drawn.ids, i);
    names.push(drawName(stream));
    const geography = drawGeography(stream, sizing.geographyWeights, totalWeight);
    geographies.push(geography);
    const home = stream.pick(CITIES[geography]);
    drawn.homeLat[i] = Math.round(home.lat * 1e5);
    drawn.homeLon[i] = Math.round(home.lon * 1e5);
    drawn.active[i] = stream.float() < sizing.activeRatio ? 1 : 0;
    drawn.createdOffsetMs[i] = stream.below(intervalMs);
  }
  // The draws do not depend on each other, so sorting one column alone leaves all companies alike.
  drawn.createdOffsetMs.sort();
  return drawn;
}

function drawName(stream: Stream): string {
  const [first, second, third] = NAME_PARTS;
  return `${stream.pick(first)} ${stream.pick(second)} ${stream.pick(third)}`;
}

/** @param total sum of the weights */
function drawGeography(stream: Stream, weights: Sizing['geographyWeights'], total: number): Geography {
  let left = stream.float() * total;
  let last: Geography | undefined;
  for (const geography of GEOGRAPHIES) {
    if (weights[geography] === 0) continue;
    last = geography;
    left -= weights[geography];
    if (left < 0) break;
  }
  // Rounding can leave a crumb of `left` past the end; it belongs to the last geography that has weight.
  if (last === undefined) throw new Error('every geography weight is 0');
  return last;
}
