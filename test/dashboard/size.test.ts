import { expect, test } from 'vitest';
import { pageLoader } from '../../src/dashboard/load_page.ts';

const LIMIT_BYTES = 150 * 1024;

test('the whole page takes 150 KB at most on its way', async () => {
  const { assets } = await pageLoader()();
  const sizes = [...assets.values()].map(({ gzipped }) => gzipped.length);
  // The page, its style and its script.
  expect(sizes.length).toBeGreaterThanOrEqual(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(LIMIT_BYTES);
});
