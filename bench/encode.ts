import { createHash } from 'node:crypto';
import { encodeEvents } from '../src/encode/event_lines.ts';
import { LineBuffer } from '../src/encode/line_buffer.ts';
import { TripPlanner } from '../src/fleet/trip_planner.ts';
import { StripePress } from '../src/press/stripe_press.ts';
import { companiesOf, jobOf, NOON, planOf, QUARTER_MS, sizingOf, wholeStripe } from '../test/press/jobs.ts';
import { fakerEvents } from './encode/faker_events.ts';
import { recordOf } from './encode/records.ts';
import type { Figure, Section } from './figure.ts';
import { measureInTurn } from './in_turn.ts';

export type EncodeSize = {
  /** Of the stripe that is made again and again. */
  readonly events: number;
  /** The best of them counts. */
  readonly rounds: number;
};

export const ENCODE: Section<EncodeSize> = {
  name: 'encode',
  seconds: { quick: 4, full: 25 },
  sizes: {
    tiny: { events: 200, rounds: 1 },
    // What a stripe has.
    quick: { events: 65_536, rounds: 5 },
    full: { events: 65_536, rounds: 40 },
  },
  measure: measureEncode,
};

const EVENTS_PER_COMPANY = 35;

/**
 * Lines of the same events in our way and in those that one writes first: all but faker's are the same bytes. Ours are compared twice, as an encoder of what
 * is drawn, and, against faker, as a generator: drawn in trips, put in order of time, and encoded.
 */
export async function measureEncode({ events: count, rounds }: EncodeSize): Promise<Figure[]> {
  const companies = companiesOf(Math.ceil(count / EVENTS_PER_COMPANY));
  const stripe = wholeStripe(companies.count);
  const sizing = sizingOf({ eventCount: { kind: 'uniform', min: count, max: count } });
  const order = { seed: 42, stripe, count, intervalMs: QUARTER_MS, driversPerCompany: 10, companies };
  const events = new TripPlanner().draw(order);
  const objects = Array.from({ length: count }, (_, i) => recordOf(events, companies, NOON, i));
  const lines = new LineBuffer();
  const press = new StripePress();
  const job = jobOf({ plan: planOf(), sizing, companies });

  const ways = {
    encode: () => {
      lines.clear();
      encodeEvents(lines, events, companies, NOON);
      return lines.view();
    },
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
    'drawn and encoded': () => press.press(job, stripe).lines.view(),
    '@faker-js/faker + stringify': () => fakerEvents(count),
  };
  const best = measureInTurn<Uint8Array>(rounds, ways);

  const rate = (name: keyof typeof ways) => count / best.get(name)!.seconds;
  const { length } = best.get('encode')!.made;
  const ratio = (ours: keyof typeof ways, theirs: keyof typeof ways): Figure => ({
    name: `${ours} ÷ ${theirs}`,
    value: rate(ours) / rate(theirs),
    unit: '×',
  });
  return [
    ...(Object.keys(ways) as (keyof typeof ways)[]).map((name) => ({
      name,
      value: rate(name) / 1e6,
      unit: 'M events/s',
      hash: createHash('sha256').update(best.get(name)!.made).digest('hex'),
    })),
    { name: 'encode, bytes', value: length / best.get('encode')!.seconds / 1e9, unit: 'GB/s' },
    ratio('encode', 'JSON.stringify, objects at hand'),
    ratio('encode', 'object per event, stringify, join'),
    ratio('drawn and encoded', '@faker-js/faker + stringify'),
  ];
}
