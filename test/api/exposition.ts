/** A metric in Prometheus' text format 0.0.4. */
export type Family = {
  readonly type: string;
  readonly help: string;
  /** Values by series, e.g. `tachograph_batches_total{generator="driver",mode="emulated"}`; labels in order of names. */
  readonly samples: ReadonlyMap<string, number>;
};

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const COMMENT = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const TYPES = ['counter', 'gauge', 'histogram'];

/**
 * Metrics by name.
 * @throws where the format's rules are broken: a line that is none, a sample without its metric's HELP and TYPE before it or
 * apart from its metric's others, a series twice, a histogram that does not add up
 */
export function readExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, { type: string; help: string; samples: Map<string, number> }>();
  let current = '';
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, keyword, name, rest] = COMMENT.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (families.has(name!)) throw new Error(`${name} comes twice`);
      families.set(name!, { type: '', help: rest!, samples: new Map() });
      current = name!;
    } else if (keyword === 'TYPE') {
      if (name !== current || !TYPES.includes(rest!)) throw new Error(`out of place: ${line}`);
      families.get(name)!.type = rest!;
    } else {
      const family = families.get(current);
      const { series, sampleName, value } = readSample(line);
      if (family === undefined || !isOf(sampleName, current, family.type)) {
        throw new Error(`not of ${current}: ${line}`);
      }
      if (family.samples.has(series)) throw new Error(`${series} comes twice`);
      family.samples.set(series, value);
    }
  }
  for (const [name, { type, samples }] of families) if (type === 'histogram') checkHistogram(name, samples);
  return families;
}

/** Every series of an exposition with its value. */
export function seriesOf(text: string): Map<string, number> {
  return new Map([...readExposition(text).values()].flatMap(({ samples }) => [...samples]));
}

function readSample(line: string) {
  const [, sampleName, labels = '', number] = SAMPLE.exec(line) ?? [];
  if (sampleName === undefined) throw new Error(`no line of the format: ${line}`);
  const value = number === '+Inf' ? Number.POSITIVE_INFINITY : Number(number);
  if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
  const pairs: string[] = [];
  for (let at = 0; at < labels.length; at = LABEL.lastIndex) {
    LABEL.lastIndex = at;
    const [, name, text] = LABEL.exec(labels) ?? [];
    if (name === undefined) throw new Error(`no labels: ${line}`);
    pairs.push(`${name}="${text}"`);
  }
  const series = pairs.length === 0 ? sampleName : `${sampleName}{${pairs.sort().join(',')}}`;
  return { series, sampleName, value };
}

function isOf(sampleName: string, family: string, type: string): boolean {
  if (type !== 'histogram') return type !== '' && sampleName === family;
  return ['_bucket', '_sum', '_count'].some((end) => sampleName === family + end);
}

/** Buckets grow with `le`, and the last one holds all. */
function checkHistogram(name: string, samples: ReadonlyMap<string, number>): void {
  const buckets = new Map<string, { le: number; count: number }[]>();
  for (const [series, count] of samples) {
    if (!series.startsWith(`${name}_bucket`)) continue;
    const le = /le="([^"]+)"/.exec(series)?.[1];
    const rest = series
      .slice(`${name}_bucket`.length)
      .replace(/,?le="[^"]+"/, '')
      .replace('{,', '{');
    const bucket = { le: le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le), count };
    buckets.set(rest, [...(buckets.get(rest) ?? []), bucket]);
  }
  for (const [labels, each] of buckets) {
    each.sort((a, b) => a.le - b.le);
    const grows = each.every(({ count }, i) => i === 0 || count >= each[i - 1]!.count);
    const last = each.at(-1)!;
    if (
      !grows ||
      last.le !== Number.POSITIVE_INFINITY ||
      last.count !== samples.get(`${name}_count${labels}`)
    ) {
      throw new Error(`the buckets of ${name}${labels} do not add up`);
    }
  }
}
