import { createHash } from 'node:crypto';
import { LineBuffer } from '../src/encode/line_buffer.ts';
import { TripPlanner } from '../src/fleet/trip_planner.ts';
import { pressBatch } from '../src/press/press.ts';
import { StripePress, stripesOfJob } from '../src/press/stripe_press.ts';
import { companiesOf, jobOf, NOON, QUARTER_MS, sizingOf } from '../test/press/jobs.ts';
import { fakerEvents } from './encode/faker_events.ts';
import { ourLines } from './encode/our_lines.ts';
import { recordOf } from './encode/records.ts';
import type { Figure, Section } from './figure.ts';
import { type Best, measureInTurn } from './in_turn.ts';

export type EncodeSize = {
  /** Of the stripe that is made again and again; more than a stripe has are refused. */
  readonly events: number;
  /** The best of them counts. */
  readonly rounds: number;
};

export const ENCODE: Section<EncodeSize> = {
  name: 'encode',
  seconds: { quick: 6, full: 40 },
  sizes: {
    tiny: { events: 200, rounds: 1 },
    quick: { events: 65_536, rounds: 5 },
    full: { events: 65_536, rounds: 40 },
  },
  measure: measureEncode,
};

const EVENTS_PER_COMPANY = 35;

/**
 * Lines of the same events in our way and in those that one writes first: the same bytes. And what draws its records itself: our press, with
 * trips, order of time and the hash of a batch, and @faker-js/faker, without.
 */
export async function measureEncode({ events: count, rounds }: EncodeSize): Promise<Figure[]> {
  const companies = companiesOf(Math.ceil(count / EVENTS_PER_COMPANY));
  const job = jobOf({
    sizing: sizingOf({ eventCount: { kind: 'uniform', min: count, max: count } }),
    companies,
  });
  const [stripe, another] = stripesOfJob(job);
  if (stripe === undefined || another !== undefined)
    throw new Error(`--events must make one stripe, got ${count}`);
  const { seed } = job.plan;
  const { driversPerCompany } = job.sizing;
  const events = new TripPlanner().draw({
    seed,
    stripe,
    count,
    intervalMs: QUARTER_MS,
    driversPerCompany,
    companies,
  });
  const objects = Array.from({ length: count }, (_, i) => recordOf(events, companies, NOON, i));

  const lines = new LineBuffer();
  const encoded = measureInTurn<Uint8Array>(rounds, {
    encode: () => ourLines(lines, events, companies, NOON),
    'JSON.stringify, objects at hand': () => {
      let text = '';
      for (const object of objects) text += `${JSON.stringify(object)}\n`;
      return Buffer.from(text);
    },
    'object per event, stringify, join': () => {
      const texts: string[] = [];
      for (let i = 0; i < count; i++) texts.push(JSON.stringify(recordOf(events, companies, NOON, i)));
      return Buffer.from(`${texts.join('\n')}\n`);
    },
  });
  const press = new StripePress();
  const drawn = measureInTurn<string | Uint8Array>(rounds, {
    'press: draw, encode, hash': () => pressBatch(job, () => {}, press).sha256,
    '@faker-js/faker + stringify': () => fakerEvents(count),
  });

  const { made, seconds } = encoded.get('encode')!;
  return [
    ...figuresOf(encoded, count),
    { name: 'encode, bytes', value: made.length / seconds / 1e9, unit: 'GB/s' },
    ...figuresOf(drawn, count),
  ];
}

type Ways = ReadonlyMap<string, Best<string | Uint8Array>>;

/** Events/s of each way, with the hash of its bytes (which it may have made itself), and how many times the first is faster than each other one. */
function figuresOf(ways: Ways, count: number): Figure[] {
  const [one, ...others] = ways;
  const [first, ours] = one!;
  return [
    ...[...ways].map(([name, { made, seconds }]) => ({
      name,
      value: count / seconds / 1e6,
      unit: 'M events/s',
      hash: typeof made === 'string' ? made : createHash('sha256').update(made).digest('hex'),
    })),
    ...others.map(([name, { seconds }]) => ({
      name: `${first} ÷ ${name}`,
      value: seconds / ours.seconds,
      unit: '×',
    })),
  ];
}
