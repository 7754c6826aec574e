import { expect, test } from 'vitest';
import { BACKFILL, measureBackfill } from '../../bench/backfill.ts';

test('a tiny backfill is measured against the disk, and makes the same each time', async () => {
  const { tiny } = BACKFILL.sizes;
  const [first, second] = [await measureBackfill(tiny), await measureBackfill(tiny)];
  expect(first.map(({ hash }) => hash)).toEqual(second.map(({ hash }) => hash));
  expect(first.filter(({ hash }) => hash !== undefined).length).toBe(2);
  for (const { value } of first) expect(value).toBeGreaterThan(0);
}, 60_000);
