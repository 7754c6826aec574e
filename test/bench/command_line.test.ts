import { expect, test } from 'vitest';
import { readCommandLine } from '../../bench/command_line.ts';
import type { Section } from '../../bench/figure.ts';

const sectionOf = (name: string, option: string): Section => ({
  name,
  seconds: { quick: 1, full: 1 },
  sizes: {
    tiny: { rounds: 1, [option]: 1 },
    quick: { rounds: 2, [option]: 2 },
    full: { rounds: 3, [option]: 3 },
  },
  measure: async () => [],
});
const SECTIONS = [sectionOf('press', 'events'), sectionOf('ledger', 'rows')];

test('without a section it asks for all, in full', () => {
  const { scale, orders } = readCommandLine([], SECTIONS);
  expect(scale).toBe('full');
  expect(orders).toEqual(SECTIONS.map((section) => ({ section, size: section.sizes.full })));
});

test('options size the sections that know them', () => {
  const { orders, out } = readCommandLine(
    ['ledger', '--quick', '--rounds', '7', '--out', 'x.json'],
    SECTIONS,
  );
  expect(orders).toEqual([{ section: SECTIONS[1], size: { rounds: 7, rows: 2 } }]);
  expect(out).toBe('x.json');
});

test('an option goes to no section that does not know it', () => {
  const { orders } = readCommandLine(['--quick', '--rows', '9'], SECTIONS);
  expect(orders.map(({ size }) => size)).toEqual([
    { rounds: 2, events: 2 },
    { rounds: 2, rows: 9 },
  ]);
});

test.each([
  [['disk'], 'there is no section disk; there are press, ledger'],
  [['ledger', '--events', '1'], '--events is no option of ledger'],
  [['--rounds', 'many'], '--rounds must be a number ≥ 0, got many'],
  [['--round', '1'], "Unknown option '--round'"],
])('%j is refused', (args, message) => {
  expect(() => readCommandLine(args, SECTIONS)).toThrow(message);
});
