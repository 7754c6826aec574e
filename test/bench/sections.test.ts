import { expect, test } from 'vitest';
import type { Figure } from '../../bench/figure.ts';
import { isMet } from '../../bench/goal.ts';
import { SECTIONS } from '../../bench/sections.ts';

/** Rows of a section that are of the same bytes, made in different ways. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  encode: [
    'encode',
    'JSON.stringify, objects at hand',
    'object per event, stringify, join',
    'press: draw, encode, hash',
  ],
  defects: ['dirty', 'dirty + key'],
  lateness: ['idle, batches', 'loaded, batches'],
  pool: ['1,000 in 1 batch', '1,000 in 100 batches'],
};
/** The service lives for seconds, several times. */
const LONGEST_MS = 60_000;

// Sized down, so that they never rot; how fast they are is nobody's business here.
test.each(SECTIONS)(
  '$name makes the same in two runs and in all ways that should',
  async (section) => {
    const { measure, sizes } = section;
    const [once, again] = await Promise.all([measure(sizes.tiny), measure(sizes.tiny)]);
    const hashesOf = (figures: readonly Figure[]) => figures.map(({ name, hash }) => [name, hash]);
    expect(hashesOf(again)).toEqual(hashesOf(once));
    expect(once.some(({ hash }) => hash !== undefined)).toBe(true);

    const alike = (ALIKE[section.name] ?? []).map(
      (name) => once.find((figure) => figure.name === name)?.hash,
    );
    expect(alike).not.toContain(undefined);
    expect(new Set(alike).size).toBeLessThanOrEqual(1);
    const rows = once.map(({ name, unit }) => `${name}, ${unit}`);
    expect(new Set(rows).size).toBe(rows.length);
    for (const figure of once) {
      expect(figure.name).not.toBe('');
      expect(figure.value === null || Number.isFinite(figure.value)).toBe(true);
      expect(figure.hash ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      expect(() => isMet(figure)).not.toThrow();
    }
  },
  LONGEST_MS,
);

test('sections have names of their own', () => {
  const names = SECTIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
