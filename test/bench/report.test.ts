import { describe, expect, test } from 'vitest';
import type { Figure, Section } from '../../bench/figure.ts';
import { isMet } from '../../bench/goal.ts';
import type { Machine } from '../../bench/machine.ts';
import { reportOf } from '../../bench/report.ts';
import { figureLine, sensible } from '../../bench/table.ts';

const figure = (changes: Partial<Figure> = {}): Figure => ({
  name: 'p99',
  value: 1,
  unit: 'ms',
  ...changes,
});

describe('a goal', () => {
  test.each([
    ['< 1', 0.99, true],
    ['< 1', 1, false],
    ['≤ 64', 64, true],
    ['≤ 64', 64.1, false],
    ['≥ 0.9', 0.9, true],
    ['≥ 0.9', 0.89, false],
    ['> 3', 3, false],
    ['>= 3', 3, true],
    ['<= 128', 129, false],
    ['≥ 3 per core', 3.5, true],
    ['< 1', null, null],
  ])('%j of %j: %j', (goal, value, met) => {
    expect(isMet(figure({ goal, value }))).toBe(met);
  });

  test('is not asked of every figure', () => expect(isMet(figure())).toBeNull());

  test('that cannot be read is an error', () => {
    expect(() => isMet(figure({ goal: 'fast' }))).toThrow('p99: its goal must be like "< 1", got "fast"');
  });
});

describe('a report', () => {
  const sectionOf = (name: string, measure: Section['measure']): Section => ({
    name,
    seconds: { quick: 1, full: 1 },
    sizes: { tiny: { rounds: 1 }, quick: { rounds: 2 }, full: { rounds: 3 } },
    measure,
  });
  const about = { scale: 'tiny' as const, machine: {} as Machine };

  test('goes on after a section that fails, and says why', async () => {
    const told: string[] = [];
    const sections = [
      sectionOf('broken', async () => {
        throw new Error('there is no dd');
      }),
      sectionOf('whole', async ({ rounds }) => [figure({ value: rounds!, goal: '< 2' })]),
    ];
    const report = await reportOf(
      sections.map((section) => ({ section, size: section.sizes.tiny })),
      about,
      (figures) => told.push(...figures.map(({ name }) => name)),
    );
    expect(report.failures).toEqual([{ section: 'broken', reason: 'there is no dd' }]);
    // Whether others disturb it is not its doing.
    expect(report.figures[0]).toEqual({ section: 'whole', ...figure({ goal: '< 2' }), met: true });
    expect(told.slice(0, 2)).toEqual(['not measured: there is no dd', 'p99']);
  });
});

test('a line of the table has the digits that count and the beginning of the hash', () => {
  const line = figureLine({
    section: 'press',
    ...figure({ value: 3.1234, goal: '≥ 3', hash: 'ab'.repeat(32) }),
    met: true,
  });
  expect(line.split(/ {2,}/)).toEqual(['press', 'p99', '3.12 ms', '≥ 3', 'yes', 'abababababab']);
});

test.each([
  [null, '–'],
  [0, '0'],
  [0.012345, '0.012'],
  [1.006, '1.01'],
  [45.678, '45.7'],
  [123.456, '123'],
  [5_000_000, '5,000,000'],
])('%j is printed as %j', (value, text) => expect(sensible(value)).toBe(text));
