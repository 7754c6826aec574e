import { expect, test } from 'vitest';
import { EMPTY, fold } from '../../src/dashboard/page/state/timeline.ts';
import type { BatchGenerated, LifecycleChanged } from '../../src/events/facts.ts';
import type { Mode } from '../../src/plan/batch.ts';

const batch = (batch_number: number, mode: Mode = 'emulated') =>
  ({
    event: 'batch_generated',
    generator: 'driver',
    batch_id: `b${batch_number}`,
    batch_number,
    mode,
  }) as BatchGenerated;
const clean = (mode: Mode | null) => ({ event: 'lifecycle', action: 'clean', mode }) as LifecycleChanged;
const numbers = ({ driver }: typeof EMPTY) => driver.map(({ batch_number }) => batch_number);

test('a clean empties the timeline, one by mode that mode alone; both are counted', () => {
  const before = fold(EMPTY, [batch(1), batch(2, 'production')]);
  const byMode = fold(before, [clean('emulated')]);
  expect([numbers(byMode), byMode.cleans]).toEqual([[2], 1]);
  const whole = fold(byMode, [clean(null)]);
  expect([numbers(whole), whole.cleans]).toEqual([[], 2]);
});

test('numbers that begin again are those of another dataset', () => {
  const after = fold(EMPTY, [batch(1), batch(2), batch(1)]);
  expect([numbers(after), after.cleans]).toEqual([[1], 1]);
});

test('batches that follow one another delete nothing', () => {
  expect(fold(EMPTY, [batch(1), batch(2)]).cleans).toBe(0);
});
