import type { Settings } from '../../src/config/settings.ts';
import { emulated, production, quality } from '../fixtures.ts';
import type { Dice } from './dice.ts';

const SECONDS = [1, 2, 3, 5, 7, 10, 15, 30];
/** Under catch_up nobody should have to wait for more batches than this. */
const MOST_TO_CATCH_UP = 40;

/** A config such as a person might write, but small: few companies, few events. */
export function drawSettings(dice: Dice, seed: number | null): Settings {
  const missedIntervals = dice.pick(['skip', 'skip', 'catch_up'] as const);
  const common = { seed, missedIntervals, quality: drawQuality(dice) };
  const sizes = {
    companiesPerBatch: dice.int(1, 4),
    driversPerCompany: dice.int(1, 3),
    activeRatio: dice.pick([0.95, 0.5]),
  };
  if (dice.chance(0.25)) {
    const { sizing } = production();
    const intervalMs = {
      company: dice.pick([1_200_000, 3_600_000]),
      driver: dice.pick([300_000, 900_000]),
    };
    return production({ ...common, intervalMs, sizing: { ...sizing, ...sizes } });
  }
  const { sizing } = emulated();
  const seconds = dice.pick(SECONDS);
  const intervalMs = {
    company: 1000 * (dice.chance(0.5) ? seconds : dice.pick(SECONDS)),
    driver: 1000 * seconds,
  };
  const eventCount = { kind: 'uniform', min: dice.int(0, 2), max: dice.int(2, 8) } as const;
  return emulated({ ...common, intervalMs, sizing: { ...sizing, ...sizes, eventCount } });
}

/** Another config for the same folder: a little of it is different, or all. */
export function changeSettings(dice: Dice, settings: Settings, behindMs: number): Settings {
  const fresh = drawSettings(dice, settings.seed);
  const changed = dice.pick<Settings>([
    fresh,
    { ...settings, quality: fresh.quality },
    { ...settings, missedIntervals: settings.missedIntervals === 'skip' ? 'catch_up' : 'skip' },
    settings.mode === fresh.mode ? { ...settings, intervalMs: fresh.intervalMs } : fresh,
    // A higher one: the next ids are new whatever the old one gave.
    settings.seed === null ? fresh : { ...settings, seed: settings.seed + dice.int(1, 1000) },
  ]);
  return behindMs > MOST_TO_CATCH_UP * shortestMs(changed)
    ? { ...changed, missedIntervals: 'skip' }
    : changed;
}

/** The shorter interval. */
export function shortestMs({ intervalMs }: Settings): number {
  return Math.min(intervalMs.company, intervalMs.driver);
}

/** How long nobody may publish: hours, unless all of it is to be caught up. */
export function longestAbsenceMs(settings: Settings, behindMs: number): number {
  if (settings.missedIntervals === 'skip') return 6 * 3_600_000;
  return Math.max(shortestMs(settings), MOST_TO_CATCH_UP * shortestMs(settings) - behindMs);
}

/** `emulated 10 s / 10 s skip, dirty 30 %`. */
export function describeSettings({ mode, intervalMs, missedIntervals, quality: { rate } }: Settings): string {
  const { company, driver } = intervalMs;
  const dirt = rate > 0 ? `, dirty ${rate * 100} %` : '';
  return `${mode} ${company / 1000} s / ${driver / 1000} s ${missedIntervals}${dirt}`;
}

function drawQuality(dice: Dice) {
  return quality({ rate: dice.pick([0, 0, 0.3, 1]), inCompanies: dice.chance(0.5) });
}
