import { expect, test } from 'vitest';
import { nextStep, type Track } from '../../src/plan/schedule.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const NOW = 15 * HOUR;

/** A track whose next interval, from noon, is staged. */
function staged(generator: Track['generator'], intervalMs: number): Track {
  const startMs = 12 * HOUR;
  const pending = { interval: { startMs, endMs: startMs + intervalMs }, staged: true };
  return { generator, intervalMs, settledToMs: startMs, baseline: null, skipToMs: 0, pending };
}

// Both batches are due, but between their ends lie others that are still to be caught up.
for (const [company, driver, first] of [
  [HOUR, QUARTER, 'driver'],
  [QUARTER, HOUR, 'company'],
] as const) {
  test(`a missed ${first} batch of 15 minutes is not published together with one that ended later`, () => {
    const step = nextStep(staged('company', company), staged('driver', driver), 'catch_up', NOW);
    expect(step).toEqual({ kind: 'publish', generators: [first] });
  });
}

test('batches that ended together are published together, companies first', () => {
  const step = nextStep(staged('company', HOUR), staged('driver', HOUR), 'catch_up', NOW);
  expect(step).toEqual({ kind: 'publish', generators: ['company', 'driver'] });
});
