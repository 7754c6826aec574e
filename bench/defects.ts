import { DEFECT_KINDS } from '../src/defects/kinds.ts';
import type { Pressed } from '../src/press/job.ts';
import { pressBatch } from '../src/press/press.ts';
import { StripePress } from '../src/press/stripe_press.ts';
import { driverJobOf, qualityOf } from '../test/press/jobs.ts';
import type { Figure, Section } from './figure.ts';
import { measureInTurn } from './in_turn.ts';

export type DefectsSize = {
  /** Of the batch, with 35 events each. */
  readonly companies: number;
  /** The best of them counts. */
  readonly rounds: number;
  /** Share of dirty lines. */
  readonly rate: number;
};

export const DEFECTS: Section<DefectsSize> = {
  name: 'defects',
  seconds: { quick: 4, full: 20 },
  sizes: {
    tiny: { companies: 20, rounds: 1, rate: 0.05 },
    quick: { companies: 15_000, rounds: 3, rate: 0.05 },
    full: { companies: 30_000, rounds: 7, rate: 0.05 },
  },
  measure: measureDefects,
};

/** What defects and their answer key cost: the same batch pressed and hashed clean, dirty, and dirty with its key, turn by turn. */
export async function measureDefects({ companies, rounds, rate }: DefectsSize): Promise<Figure[]> {
  const weights = Object.fromEntries(DEFECT_KINDS.map(({ kind, weight }) => [kind, weight]));
  const press = new StripePress();
  const clean = driverJobOf(companies);
  const dirty = { ...clean, quality: qualityOf(rate, weights) };
  const drop = () => {};
  let keyBytes = 0;
  const best = measureInTurn<Pressed>(rounds, {
    clean: () => pressBatch(clean, drop, press),
    dirty: () => pressBatch(dirty, drop, press),
    'dirty + key': () => {
      keyBytes = 0;
      return pressBatch(dirty, drop, press, (bytes) => {
        keyBytes += bytes.length;
      });
    },
  });
  const perSecond = ({ made, seconds }: { made: Pressed; seconds: number }) => made.recordCount / seconds;
  const cleanRate = perSecond(best.get('clean')!);
  return [
    ...[...best].flatMap(([name, way]) => [
      { name, value: perSecond(way) / 1e6, unit: 'M events/s', hash: way.made.sha256 },
      ...(name === 'clean'
        ? []
        : [{ name: `${name} ÷ clean`, value: perSecond(way) / cleanRate, unit: '×' }]),
    ]),
    {
      name: 'dirty lines',
      value: best.get('dirty')!.made.corruptedCount,
      unit: `of ${best.get('dirty')!.made.recordCount.toLocaleString('en')}`,
    },
    { name: 'answer key', value: keyBytes / 1e6, unit: 'MB' },
  ];
}
