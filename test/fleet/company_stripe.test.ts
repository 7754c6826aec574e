import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CITIES } from '../../src/fleet/cities.ts';
import { NAME_PARTS } from '../../src/fleet/company_names.ts';
import { type CompanyStripe, drawCompanies } from '../../src/fleet/company_stripe.ts';
import { GEOGRAPHIES, type Sizing } from '../../src/fleet/sizing.ts';
import { uuidText } from '../../src/fleet/uuid.ts';
import { sizingOf, wholeStripe } from '../press/jobs.ts';
import { countBins, misfit, misfitOfUniform } from '../random/goodness_of_fit.ts';

const HOUR_MS = 3_600_000;
const MANY = 100_000;

function draw(count: number, sizing: Sizing = sizingOf(), seed = 42): CompanyStripe {
  return drawCompanies(seed, wholeStripe(count), HOUR_MS, sizing);
}

const idsOf = (companies: CompanyStripe) =>
  Array.from({ length: companies.count }, (_, i) => uuidText(companies.ids, i));

describe('geographies', () => {
  for (const geographyWeights of [
    { US: 0.4, EU: 0.3, SA: 0.2, AUS: 0.1 },
    { US: 1, EU: 30, SA: 7, AUS: 2 },
    { US: 0, EU: 1, SA: 0, AUS: 1 },
  ]) {
    test(`follow the weights ${JSON.stringify(geographyWeights)} (χ², p = 0.001)`, () => {
      const drawn = draw(MANY, sizingOf({ geographyWeights })).geographies;
      const total = GEOGRAPHIES.reduce((sum, geography) => sum + geographyWeights[geography], 0);
      const on = GEOGRAPHIES.filter((geography) => geographyWeights[geography] > 0);
      const observed = on.map((geography) => drawn.filter((other) => other === geography).length);
      // A geography that is off would leave a difference between the sums, which is an error.
      expect(
        misfit(
          observed,
          on.map((geography) => (MANY * geographyWeights[geography]) / total),
        ),
      ).toBeLessThan(1);
      expect(observed.reduce((sum, count) => sum + count, 0)).toBe(MANY);
    });
  }

  test('with one weight are all alike', () => {
    for (const geography of GEOGRAPHIES) {
      const geographyWeights = { US: 0, EU: 0, SA: 0, AUS: 0, [geography]: 1e-9 };
      expect(new Set(draw(1000, sizingOf({ geographyWeights })).geographies)).toEqual(new Set([geography]));
    }
  });

  test('with no weight are refused', () => {
    const geographyWeights = { US: 0, EU: 0, SA: 0, AUS: 0 };
    expect(() => draw(1, sizingOf({ geographyWeights }))).toThrow('weight');
  });

  test('give every company a home in one of their cities, all as often (χ², p = 0.001)', () => {
    const companies = draw(MANY);
    for (const geography of GEOGRAPHIES) {
      const cities = CITIES[geography].map(
        ({ lat, lon }) => `${Math.round(lat * 1e5)},${Math.round(lon * 1e5)}`,
      );
      const homes = companies.geographies.flatMap((other, i) =>
        other === geography ? [cities.indexOf(`${companies.homeLat[i]},${companies.homeLon[i]}`)] : [],
      );
      expect(misfitOfUniform(countBins(homes, cities.length))).toBeLessThan(1);
    }
  });
});

describe('active companies', () => {
  for (const activeRatio of [0.05, 0.5, 0.95]) {
    test(`are ${activeRatio} of all, within 4 standard errors`, () => {
      const active = draw(MANY, sizingOf({ activeRatio })).active.reduce((sum, one) => sum + one, 0);
      const error = Math.sqrt(MANY * activeRatio * (1 - activeRatio));
      expect(Math.abs(active - MANY * activeRatio)).toBeLessThan(4 * error);
    });
  }

  test('are none at 0 and all at 1', () => {
    expect(new Set(draw(1000, sizingOf({ activeRatio: 0 })).active)).toEqual(new Set([0]));
    expect(new Set(draw(1000, sizingOf({ activeRatio: 1 })).active)).toEqual(new Set([1]));
  });

  test('are as often active in every geography', () => {
    const { active, geographies } = draw(MANY, sizingOf({ activeRatio: 0.5 }));
    for (const geography of GEOGRAPHIES) {
      const own = [...active].filter((_, i) => geographies[i] === geography);
      const share = own.reduce((sum, one) => sum + one, 0) / own.length;
      expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / own.length));
    }
  });
});

describe('creation', () => {
  test('is within the interval and ascends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 48 }),
        fc.nat(300),
        fc.integer({ min: 1, max: 604_800 }),
        (seed, count, seconds) => {
          const { createdOffsetMs } = drawCompanies(seed, wholeStripe(count), 1000 * seconds, sizingOf());
          expect(createdOffsetMs.length).toBe(count);
          let last = 0;
          for (const offset of createdOffsetMs) {
            expect(offset).toBeGreaterThanOrEqual(last);
            last = offset;
          }
          expect(last).toBeLessThan(1000 * seconds);
        },
      ),
    );
  });

  test('is uniform (χ² over 100 bins, p = 0.001)', () => {
    const bins = [...draw(MANY).createdOffsetMs].map((offset) => Math.floor(offset / (HOUR_MS / 100)));
    expect(misfitOfUniform(countBins(bins, 100))).toBeLessThan(1);
  });
});

test('ids are version 4 UUIDs, each once, over stripes and batches', () => {
  const batches = [42, 43, 44].flatMap((seed) =>
    [0, 1].map((index) =>
      drawCompanies(seed, { index, of: 2, from: 20_000 * index, to: 20_000 * (index + 1) }, 1000, sizingOf()),
    ),
  );
  const ids = batches.flatMap(idsOf);
  expect(ids.length).toBe(120_000);
  expect(new Set(ids).size).toBe(120_000);
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
});

test('names are three parts that need no escapes, and are rarely alike', () => {
  const { names } = draw(1000);
  expect(new Set(names).size).toBeGreaterThan(900);
  const [first, second, third] = NAME_PARTS.map((words) => words.join('|'));
  const wellFormed = new RegExp(`^(${first}) (${second}) (${third})$`);
  expect(names.filter((name) => !wellFormed.test(name) || JSON.stringify(name) !== `"${name}"`)).toEqual([]);
});

test('the first companies of a larger batch are those of a smaller one, but for their instants', () => {
  expect(idsOf(draw(1000)).slice(0, 100)).toEqual(idsOf(draw(100)));
});

test('cities are so far from the edges of the globe that no truck leaves it', () => {
  for (const { lat, lon } of GEOGRAPHIES.flatMap((geography) => CITIES[geography])) {
    expect(Math.abs(lat) + 0.9).toBeLessThanOrEqual(90);
    expect(Math.abs(lon) + 0.9).toBeLessThanOrEqual(180);
  }
});
