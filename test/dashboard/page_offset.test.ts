import { expect, test } from 'vitest';
import { pageOffset } from '../../src/dashboard/page/batch/page_offset.ts';

test.each([
  [0, 0],
  [99, 0],
  [100, 100],
  [249, 200],
  [250, 200],
  [9999, 200],
  [-1, 0],
])('of 250 items, 100 a page, item %i is on the page from %i on', (at, offset) => {
  expect(pageOffset(at, 100, 250)).toBe(offset);
});

test('of nothing there is one page', () => expect(pageOffset(7, 100, 0)).toBe(0));
