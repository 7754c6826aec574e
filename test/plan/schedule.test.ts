import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/plan/batch.ts';
import { type MissedIntervals, nextStep, type Track } from '../../src/plan/schedule.ts';
import { at, time } from '../fixtures.ts';

const between = (from: string, to: string): Interval => ({ startMs: at(from), endMs: at(to) });
const staged = (from: string, to: string) => ({ interval: between(from, to), staged: true });
const making = (from: string, to: string) => ({ interval: between(from, to), staged: false });

function track(generator: 'company' | 'driver', change: Partial<Track> = {}): Track {
  return {
    generator,
    intervalMs: 10_000,
    settledToMs: at('12:00:00'),
    baseline: null,
    skipToMs: 0,
    pending: null,
    ...change,
  };
}

/** What is to be done next, in words. */
function next(
  now: string,
  company: Partial<Track>,
  driver: Partial<Track>,
  missed: MissedIntervals = 'skip',
): string {
  const step = nextStep(track('company', company), track('driver', driver), missed, at(now));
  const span = (fromMs: number, toMs: number) => `${time(fromMs)}–${time(toMs)}`;
  switch (step.kind) {
    case 'gap':
      return `gap ${step.generator} ${span(step.fromMs, step.toMs)} ${step.reason}`;
    case 'plan':
      return `plan ${step.generator} ${span(step.interval.startMs, step.interval.endMs)} ${step.cause}`;
    case 'publish':
      return `publish ${step.generators.join(', ')}`;
    case 'wait':
      return step.untilMs === null ? 'wait for staging' : `wait until ${time(step.untilMs)}`;
  }
}

describe('on schedule', () => {
  test('companies are planned first, then the drivers, then both wait for the boundary', () => {
    expect(next('12:00:03', {}, {})).toBe('plan company 12:00:00–12:00:10 schedule');
    const company = { pending: making('12:00:00', '12:00:10') };
    expect(next('12:00:03', company, {})).toBe('plan driver 12:00:00–12:00:10 schedule');
    const driver = { pending: making('12:00:00', '12:00:10') };
    expect(next('12:00:03', company, driver)).toBe('wait until 12:00:10');
  });

  test('nothing is published a millisecond early', () => {
    const both = { pending: staged('12:00:00', '12:00:10') };
    expect(next('12:00:09.999', both, both)).toBe('wait until 12:00:10');
    expect(next('12:00:10', both, both)).toBe('publish company, driver');
  });

  test('a batch that is due and still being made is waited for, and nothing overtakes it', () => {
    const ready = { pending: staged('12:00:00', '12:00:10') };
    const unready = { pending: making('12:00:00', '12:00:10') };
    expect(next('12:00:11', unready, ready)).toBe('wait for staging');
    expect(next('12:00:11', ready, unready)).toBe('publish company');
    expect(next('12:00:11', unready, unready)).toBe('wait for staging');
  });

  test('an earlier boundary of the drivers is published before a later one of the companies', () => {
    const company = { intervalMs: 3_600_000, pending: staged('12:00:00', '13:00:00') };
    const driver = { intervalMs: 900_000, pending: staged('12:00:00', '12:15:00') };
    expect(next('12:15:00', company, driver)).toBe('publish driver');
    const last = { intervalMs: 900_000, pending: staged('12:45:00', '13:00:00') };
    expect(next('13:00:00', company, last)).toBe('publish company, driver');
  });

  test('a driver batch is not decidable before every company batch that ended by its start is settled', () => {
    const company = { pending: staged('12:00:00', '12:00:10') };
    expect(next('12:00:10', company, { settledToMs: at('12:00:10') })).toBe('publish company');
    expect(next('12:00:10', { settledToMs: at('12:00:10') }, { settledToMs: at('12:00:10') })).toBe(
      'plan company 12:00:10–12:00:20 schedule',
    );
    const planned = { settledToMs: at('12:00:10'), pending: making('12:00:10', '12:00:20') };
    expect(next('12:00:10', planned, { settledToMs: at('12:00:10') })).toBe(
      'plan driver 12:00:10–12:00:20 schedule',
    );
  });
});

describe('missed intervals', () => {
  test('skip: they are one gap of each generator, and the schedule goes on at the present', () => {
    expect(next('12:00:43', {}, {})).toBe('gap company 12:00:00–12:00:40 missed');
    expect(next('12:00:43', { settledToMs: at('12:00:40') }, {})).toBe('gap driver 12:00:00–12:00:40 missed');
    const present = { settledToMs: at('12:00:40') };
    expect(next('12:00:43', present, present)).toBe('plan company 12:00:40–12:00:50 schedule');
  });

  test('skip: what ends this very instant was missed, what is planned was not', () => {
    expect(next('12:00:10', {}, { settledToMs: at('12:00:10') })).toBe(
      'gap company 12:00:00–12:00:10 missed',
    );
    const pending = { pending: staged('12:00:00', '12:00:10') };
    expect(next('12:07:00', pending, pending)).toBe('publish company, driver');
  });

  test('catch_up: they are planned one by one, in order', () => {
    expect(next('12:00:43', {}, {}, 'catch_up')).toBe('plan company 12:00:00–12:00:10 catch_up');
    const company = { pending: staged('12:00:00', '12:00:10') };
    expect(next('12:00:43', company, {}, 'catch_up')).toBe('plan driver 12:00:00–12:00:10 catch_up');
    const driver = { pending: staged('12:00:00', '12:00:10') };
    expect(next('12:00:43', company, driver, 'catch_up')).toBe('publish company, driver');
    const settled = { settledToMs: at('12:00:10') };
    expect(next('12:00:43', settled, settled, 'catch_up')).toBe('plan company 12:00:10–12:00:20 catch_up');
    const last = { settledToMs: at('12:00:40') };
    expect(next('12:00:43', last, last, 'catch_up')).toBe('plan company 12:00:40–12:00:50 schedule');
  });

  test('catch_up: drivers do not run ahead of companies that ended by their start', () => {
    expect(next('12:00:43', {}, { settledToMs: at('12:00:20') }, 'catch_up')).toBe(
      'plan company 12:00:00–12:00:10 catch_up',
    );
    const company = { pending: making('12:00:00', '12:00:10') };
    expect(next('12:00:43', company, { settledToMs: at('12:00:20') }, 'catch_up')).toBe('wait for staging');
  });
});

describe('a baseline', () => {
  const company = { baseline: between('11:59:40', '11:59:50'), settledToMs: at('11:59:40') };
  const driver = { baseline: between('11:59:50', '12:00:00'), settledToMs: at('11:59:50') };

  test('is planned first, companies before drivers, which wait for them', () => {
    expect(next('12:00:03', company, driver)).toBe('plan company 11:59:40–11:59:50 baseline');
    const pending = { ...company, baseline: null, pending: making('11:59:40', '11:59:50') };
    expect(next('12:00:03', pending, driver)).toBe('wait for staging');
  });

  test('leaves the company intervals that have ended since as a gap, under either policy', () => {
    const published = { settledToMs: at('11:59:50'), skipToMs: at('12:00:00') };
    for (const missed of ['skip', 'catch_up'] as const) {
      expect(next('12:00:03', published, driver, missed)).toBe('gap company 11:59:50–12:00:00 baseline');
    }
    const settled = { ...published, settledToMs: at('12:00:00') };
    expect(next('12:00:03', settled, driver)).toBe('plan driver 11:59:50–12:00:00 baseline');
  });

  test('leaves what was missed before it as a gap, under either policy', () => {
    for (const missed of ['skip', 'catch_up'] as const) {
      expect(next('12:00:03', {}, { ...driver, settledToMs: at('11:50:00') }, missed)).toBe(
        'gap driver 11:50:00–11:59:50 baseline',
      );
    }
  });
});

describe('a changed interval', () => {
  const driver = { intervalMs: 30_000, settledToMs: at('12:00:10') };

  test('the interval that a published one lies in is a gap once it is over, under either policy', () => {
    const company = { settledToMs: at('12:00:30') };
    for (const missed of ['skip', 'catch_up'] as const) {
      expect(next('12:00:30', company, driver, missed)).toBe('gap driver 12:00:00–12:00:30 overlap');
    }
    const settled = { ...driver, settledToMs: at('12:00:30') };
    const planned = { ...company, pending: making('12:00:30', '12:00:40') };
    expect(next('12:00:30', planned, settled)).toBe('plan driver 12:00:30–12:01:00 schedule');
  });

  test('until it is over nothing is written of it, and nothing planned beyond it', () => {
    const company = { pending: staged('12:00:10', '12:00:20'), settledToMs: at('12:00:10') };
    expect(next('12:00:13', company, driver)).toBe('wait until 12:00:20');
    const later = { pending: staged('12:00:30', '12:00:40'), settledToMs: at('12:00:30') };
    expect(next('12:00:29', later, driver)).toBe('wait until 12:00:30');
  });

  test('shorter intervals go on where the longer one ended', () => {
    const company = { pending: making('12:00:00', '12:00:10') };
    expect(next('12:00:03', company, { intervalMs: 5_000 })).toBe('plan driver 12:00:00–12:00:05 schedule');
  });
});

describe('a clock that steps', () => {
  test('back: nothing is planned before its interval begins, and nothing of the past again', () => {
    expect(next('11:00:00', {}, {})).toBe('wait until 12:00:00');
    expect(next('12:00:00', {}, {})).toBe('plan company 12:00:00–12:00:10 schedule');
    const both = { pending: staged('12:00:00', '12:00:10') };
    expect(next('11:00:00', both, both)).toBe('wait until 12:00:10');
  });

  test('ahead: what was planned is published, then the rest is a gap', () => {
    const both = { pending: staged('12:00:00', '12:00:10') };
    expect(next('18:00:00', both, both)).toBe('publish company, driver');
    expect(next('18:00:00', { settledToMs: at('12:00:10') }, { settledToMs: at('12:00:10') })).toBe(
      'gap company 12:00:10–18:00:00 missed',
    );
  });
});
