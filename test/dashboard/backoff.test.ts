import { expect, test } from 'vitest';
import { backoffMs } from '../../src/dashboard/page/state/backoff.ts';

test('waits double from a second to half a minute', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => backoffMs(failures, 0.5));
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('waits differ by a fifth, so that tabs do not all come at once', () => {
  expect(backoffMs(1, 0)).toBe(800);
  expect(backoffMs(1, 0.75)).toBe(1100);
  expect(backoffMs(100, 0.999_999)).toBe(36_000);
});
