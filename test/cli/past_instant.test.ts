import { expect, test } from 'vitest';
import { readCommandLine, UsageError } from '../../src/cli/options.ts';
import { pastInstant } from '../../src/cli/past_instant.ts';

const NOW = Date.parse('2025-11-09T12:00:00.500Z');
const read = (text: string) => pastInstant({ name: '--from', text }, NOW);

test('an instant is ISO 8601, a day, now, or so long before now', () => {
  expect(read('2025-11-09T10:00:00Z')).toBe(Date.parse('2025-11-09T10:00:00Z'));
  expect(read('2025-11-09T10:00:00+02:00')).toBe(Date.parse('2025-11-09T08:00:00Z'));
  expect(read('2025-11-01')).toBe(Date.parse('2025-11-01T00:00:00Z'));
  expect(read('now')).toBe(NOW);
  expect(read('now-30s')).toBe(NOW - 30_000);
  expect(read('now-90m')).toBe(NOW - 5_400_000);
  expect(read('now-24h')).toBe(NOW - 86_400_000);
  expect(read('now-7d')).toBe(NOW - 7 * 86_400_000);
});

for (const text of [
  '',
  'yesterday',
  'now+1h',
  'now-',
  'now-1w',
  'now-1.5h',
  '2025-02-30',
  '2025-11-09T10:00:00',
  '1762682400',
  'now-99999999d',
]) {
  test(`no instant: ${text || 'nothing'}`, () => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow(/^--from must be an instant such as .*now-24h/);
  });
}

test('the future is refused, with the flag, the value and the way out', () => {
  expect(() => read('2025-11-09T12:00:01Z')).toThrow(
    /^--from 2025-11-09T12:00:01Z lies in the future, it is 2025-11-09T12:00:00\.500Z now: .*; write now, or an earlier instant/,
  );
});

test('the command line takes a span, a number of workers, and where a start fills from', () => {
  const { verb, options } = readCommandLine(
    ['backfill', '--from', 'now-1d', '--to', 'now', '--workers', '3'],
    {},
  );
  expect(verb).toBe('backfill');
  expect(options).toMatchObject({
    from: { name: '--from', text: 'now-1d' },
    to: { name: '--to', text: 'now' },
    workers: 3,
    backfillFrom: null,
  });
  const fromEnvironment = readCommandLine([], {
    TACHOGRAPH_BACKFILL_FROM: 'now-24h',
    TACHOGRAPH_WORKERS: '2',
  });
  expect(fromEnvironment.options).toMatchObject({
    backfillFrom: { name: 'TACHOGRAPH_BACKFILL_FROM', text: 'now-24h' },
    workers: 2,
  });
});

test('a number of workers that is none is refused', () => {
  for (const workers of ['0', '65', 'all', '1.5']) {
    expect(() => readCommandLine(['backfill', '--workers', workers], {})).toThrow(
      `--workers must be a whole number between 1 and 64, got ${workers}`,
    );
  }
});
