import { expect, test } from 'vitest';
import type { Settings } from '../../src/config/settings.ts';
import { at, emulated, machine, production, quality } from '../fixtures.ts';
import { announced, backfill, live, metas, told } from './backfilled_folder.ts';

const DIRTY = quality({ rate: 0.3 });

const CASES: readonly (readonly [name: string, settings: Settings, fromMs: number, toMs: number])[] = [
  ['emulated', emulated({ quality: DIRTY }), at('12:00:00'), at('12:10:05')],
  ['emulated from the midst of an interval', emulated(), at('12:00:03'), at('12:01:00')],
  ['intervals that do not divide each other', emulated({ quality: DIRTY, intervalMs: { company: 7000, driver: 3000 } }), at('12:00:00'), at('12:03:00')],
  ['companies more seldom than the span', emulated({ intervalMs: { company: 3_600_000, driver: 10_000 } }), at('12:00:00'), at('12:05:00')],
  ['catch_up', emulated({ missedIntervals: 'catch_up', intervalMs: { company: 3000, driver: 7000 } }), at('12:00:00'), at('12:02:00')],
  ['production', production({ sizing: { ...production().sizing, companiesPerBatch: 5 }, quality: DIRTY }), at('08:00:00'), at('16:20:00')],
]; // biome-ignore format: a line a case

for (const [name, settings, fromMs, toMs] of CASES) {
  test(`what is backfilled is what a live service would have made: ${name}`, async () => {
    const alive = machine({ atMs: fromMs + settings.intervalMs.driver });
    const aliveFacts = await live(alive, toMs, settings);
    const expected = told(alive);
    expect(expected.batches.length).toBeGreaterThan(6);

    for (const workers of [1, 3]) {
      const filled = machine({ atMs: toMs + 86_400_000 });
      const facts = await backfill(filled, { fromMs, toMs }, settings, { workers });
      expect(told(filled)).toEqual(expected);
      expect(announced(facts)).toEqual(announced(aliveFacts));
      for (const meta of metas(filled)) expect(meta.generation_timestamp).toBe(meta.interval_end);
      expect(facts.every((fact) => Date.parse(fact.timestamp) === filled.clock.nowMs)).toBe(true);
      expect(filled.ledger.openBackfill(1)).toBeNull();
    }
  }, 60_000);
}
