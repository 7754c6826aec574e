import { FIELDS, type Holds } from '../../src/defects/record.ts';
import { EVENT_TYPES } from '../../src/fleet/event_stripe.ts';
import { GEOGRAPHIES } from '../../src/fleet/sizing.ts';
import type { Generator } from '../../src/plan/batch.ts';
import type { SurfaceLine } from './read_line.ts';

/** How many values a feature can have. */
export const BINS = 64;

/** Something to be seen on the surface of a line. */
export type Feature = {
  readonly name: string;
  /** The fields whose content it tells something of; those that only tell how a field is written have none. */
  readonly fields: readonly string[];
  /** An integer in `[0, BINS)`. Equal bins mean that two lines look alike here; their order means nothing. */
  readonly binOf: (line: SurfaceLine) => number;
};

const HEX = '0123456789abcdef';
const NOT_HEX = HEX.length;
const NOTHING = HEX.length + 1;
/** By character code. */
const HEX_VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = HEX.indexOf(String.fromCharCode(code));
  return value < 0 ? NOT_HEX : value;
});
const UUID_LENGTH = 36;
const REMAINDERS = [2, 3, 4, 5, 7, 8, 16];
const TWENTIETHS = 20;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const VOCABULARY: readonly string[] = [...EVENT_TYPES, ...GEOGRAPHIES, 'true', 'false'];

/** Ids by what stands before the hex digits, and how many characters those and their dashes have. */
const ID_SHAPES: Readonly<Record<string, { prefix: string; length: number; isNumbered: boolean }>> = {
  event_id: { prefix: '', length: UUID_LENGTH, isNumbered: false },
  company_id: { prefix: '', length: UUID_LENGTH, isNumbered: false },
  driver_id: { prefix: 'DRV-', length: UUID_LENGTH, isNumbered: true },
  truck_id: { prefix: 'TRK-', length: 8, isNumbered: true },
};

/**
 * All that is looked at in a generator's lines. Left out on purpose, for they are what the semantic defects are: one id
 * against another, a line against other lines, and the digits of an instant that tell whether it is in the interval
 * (tens of seconds and above). The features keep a vocabulary of frames, so each sample takes its own.
 */
export function surfaceOf(generator: Generator): Feature[] {
  const fields = FIELDS[generator].filter(({ holds }) => holds !== 'object');
  const names = fields.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
  return [
    ...ofPlace(),
    { name: 'frame', fields: [], binOf: byFirstAppearance(({ frame }) => frame) },
    { name: 'line length', fields: names, binOf: ({ byteLength }) => byteLength % BINS },
    ...fields.flatMap(({ holds }, i) => [ofLength(names[i]!), ...OF_CONTENT[holds](names[i]!)]),
  ];
}

const OF_CONTENT: Readonly<Record<Holds, (field: string) => Feature[]>> = {
  id: ofId,
  enum: ofWord,
  boolean: ofWord,
  instant: ofInstant,
  number: ofNumber,
  text: ofText,
  object: () => [],
};

function ofPlace(): Feature[] {
  const place = (name: string, binOf: Feature['binOf']): Feature => ({ name, fields: [], binOf });
  return [
    place('place in batch', ({ line, lineCount }) => Math.floor((TWENTIETHS * line) / lineCount)),
    place('lines before', ({ line }) => Math.min(line, BINS - 1)),
    place('lines after', ({ line, lineCount }) => Math.min(lineCount - 1 - line, BINS - 1)),
    ...REMAINDERS.map((n) => place(`line mod ${n}`, ({ line }) => line % n)),
  ];
}

function ofLength(field: string): Feature {
  return feature(`${field} length`, field, ({ length }) => length);
}

/** Every character at its place, how often each hex digit comes, the number's digits. */
function ofId(field: string): Feature[] {
  const { prefix, length, isNumbered } = ID_SHAPES[field]!;
  const start = prefix.length;
  const countsOf = hexCounter(start, length);
  const features = [
    written(`${field} prefix`, field, (text) => Number(text.startsWith(prefix))),
    written(`${field} number of dashes`, field, (text) => text.split('-').length),
    feature(`${field} leading zeros`, field, (text) => text.slice(start, start + length).search(/[^0]|$/)),
    feature(`${field} letters`, field, (text) =>
      countsOf(text).reduce((sum, n, i) => (i < 10 ? sum : sum + n), 0),
    ),
  ];
  for (let i = 0; i < length; i++) {
    features.push(feature(`${field} digit ${i}`, field, (text) => hexAt(text, start + i)));
  }
  for (const [value, digit] of [...HEX].entries()) {
    features.push(feature(`${field} count of ${digit}`, field, (text) => countsOf(text)[value]!));
  }
  if (isNumbered) {
    const numberStart = start + length + '-'.length;
    for (let i = 0; i < 3; i++) {
      features.push(feature(`${field} number digit ${i}`, field, (text) => hexAt(text, numberStart + i)));
    }
  }
  return features;
}

/** Counts each of the 16 digits among `length` characters from `start`; keeps the last text's, which many features ask for. */
function hexCounter(start: number, length: number): (text: string) => Uint8Array {
  const counts = new Uint8Array(HEX.length);
  let counted = '';
  return (text) => {
    if (text === counted) return counts;
    counted = text;
    counts.fill(0);
    for (let i = start; i < start + length; i++) {
      const value = hexAt(text, i);
      if (value < HEX.length) counts[value]! += 1;
    }
    return counts;
  };
}

function ofWord(field: string): Feature[] {
  return [
    feature(`${field} word`, field, (text) => 1 + VOCABULARY.indexOf(text)),
    written(`${field} is a known word`, field, (text) => Number(VOCABULARY.includes(text))),
  ];
}

function ofInstant(field: string): Feature[] {
  return [
    written(`${field} format`, field, (text) => Number(INSTANT.test(text))),
    ...[18, 20, 21, 22].map((at) =>
      feature(`${field} ${at === 18 ? 'seconds' : `ms digit ${at - 20}`}`, field, (text) => hexAt(text, at)),
    ),
  ];
}

function ofNumber(field: string): Feature[] {
  const decimals = (text: string) => (text.split('.')[1] ?? '').length;
  return [
    feature(`${field} decimals`, field, decimals),
    feature(`${field} last digit`, field, (text) => hexAt(text, text.length - 1)),
    feature(`${field} first character`, field, (text) => text.charCodeAt(0) % BINS),
    feature(`${field} first decimal`, field, (text) => hexAt(text, text.indexOf('.') + 1)),
  ];
}

function ofText(field: string): Feature[] {
  return [
    feature(`${field} first letter`, field, (text) => text.charCodeAt(0) % BINS),
    feature(`${field} last letter`, field, (text) => text.charCodeAt(text.length - 1) % BINS),
    written(`${field} words`, field, (text) => text.split(' ').length),
  ];
}

/** Of a field's content; lines without the field have a bin of their own. */
function feature(name: string, field: string, binOf: (text: string) => number): Feature {
  return { ...written(name, field, binOf), fields: [field] };
}

/** Of the way in which a field is written, whatever it says. */
function written(name: string, field: string, binOf: (text: string) => number): Feature {
  const bin = ({ texts }: SurfaceLine) => {
    const text = texts.get(field);
    return text === undefined || text === '' ? BINS - 1 : Math.min(binOf(text), BINS - 1);
  };
  return { name, fields: [], binOf: bin };
}

/** The value of a hex digit, or what tells that another character stands there, or none. */
function hexAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return Number.isNaN(code) ? NOTHING : (HEX_VALUES[code] ?? NOT_HEX);
}

/** Numbers texts as they come; all beyond the bins share the last one. */
function byFirstAppearance(textOf: (line: SurfaceLine) => string): Feature['binOf'] {
  const numbers = new Map<string, number>();
  return (line) => {
    const text = textOf(line);
    let number = numbers.get(text);
    if (number === undefined) {
      number = Math.min(numbers.size, BINS - 1);
      numbers.set(text, number);
    }
    return number;
  };
}
