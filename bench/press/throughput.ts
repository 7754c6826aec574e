import { pressBatch } from '../../src/press/press.ts';
import { StripePress, stripesOfJob } from '../../src/press/stripe_press.ts';
import type { Figure } from './figure.ts';
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
  const best = new Map<string, Outcome & { seconds: number }>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const started = performance.now();
      const outcome = way();
      const seconds = (performance.now() - started) / 1000;
      if (seconds < (best.get(name)?.seconds ?? Number.POSITIVE_INFINITY))
        best.set(name, { ...outcome, seconds });
    }
  }
  return [...best].flatMap(([name, { events, bytes, hash, seconds }]) => [
    {
      name: `press: ${name}`,
      value: events / seconds / 1e6,
      unit: 'M events/s',
      ...(name === 'clean' ? { goal: '>= 3' } : {}),
      ...(hash === undefined ? {} : { hash }),
    },
    { name: `press: ${name}`, value: bytes / seconds / 1e9, unit: 'GB/s' },
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
