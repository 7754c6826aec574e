import { pressBatch } from '../../src/press/press.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import type { Figure } from '../figure.ts';
import { type Best, measureInTurn } from '../in_turn.ts';
import type { PressJobs } from './jobs.ts';

/** One way to press a batch: what it says, and what came out. */
type Outcome = { readonly events: number; readonly bytes: number; readonly hash?: string };

const ignore = () => {};

/**
 * The press alone, in this thread and without a disk: events/s and GB/s of the best of `rounds` rounds, in which the ways
 * take turns.
 */
export function measureThroughput({ clean, dirty }: PressJobs, rounds: number): Figure[] {
  const press = new StripePress();
  const ways: Readonly<Record<string, () => Outcome>> = {
    'clean, hash excluded': () => {
      let events = 0;
      let bytes = 0;
      for (const stripe of stripesOfJob(clean))
        press.press(clean, stripe, ({ lines }) => {
          events += lines.lineCount;
          bytes += lines.length;
        });
      return { events, bytes };
    },
    clean: () => outcomeOf(pressBatch(clean, ignore, press)),
    'dirty 5 %': () => outcomeOf(pressBatch(dirty, ignore, press)),
    'dirty 5 % + key': () => outcomeOf(pressBatch(dirty, ignore, press, ignore)),
  };
  const best = measureInTurn(rounds, ways);
  const rateOf = ({ made, seconds }: Best<Outcome>) => made.events / seconds / 1e6;
  const cleanRate = rateOf(best.get('clean')!);
  return [...best].flatMap(([name, way]) => [
    {
      name,
      value: rateOf(way),
      unit: 'M events/s',
      ...(name === 'clean' ? { goal: '>= 3' } : {}),
      ...(way.made.hash === undefined ? {} : { hash: way.made.hash }),
    },
    name.startsWith('dirty')
      ? { name: `${name} ÷ clean`, value: rateOf(way) / cleanRate, unit: '×' }
      : { name, value: way.made.bytes / way.seconds / 1e9, unit: 'GB/s' },
  ]);
}

function outcomeOf({
  recordCount,
  bytes,
  sha256,
}: {
  recordCount: number;
  bytes: number;
  sha256: string;
}): Outcome {
  return { events: recordCount, bytes, hash: sha256 };
}
