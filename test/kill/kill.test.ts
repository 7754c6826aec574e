import { expect, test } from 'vitest';
import { killService } from './kill_service.ts';

// `bun scripts/kill-service.ts --kills 200` does it for as long as you like.
test('a service that is killed at random moments loses, doubles, tears and hurries nothing', async () => {
  const { batchesRead, faults } = await killService(8, 1);
  expect(faults).toEqual([]);
  expect(batchesRead).toBeGreaterThan(2);
  // Bounds a hang; it measures nothing.
}, 120_000);
