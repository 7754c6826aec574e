import { describe, expect, test } from 'vitest';
import { cursorOf, isAfter, type Position, parsePosition } from '../../src/log/position.ts';
import { NOON } from './log_fixture.ts';

describe('parsePosition', () => {
  test.each<[Position, string]>([
    [{ ms: NOON + 123, nth: 2 }, '2025-11-09T12:00:00.123000002Z'],
    [{ ms: 0, nth: 0 }, '1970-01-01T00:00:00.000000000Z'],
    [{ ms: NOON, nth: 999_999 }, '2025-11-09T12:00:00.000999999Z'],
  ])('reads the cursor of %j', (position, cursor) => {
    expect(cursorOf(position)).toBe(cursor);
    expect(parsePosition(cursor)).toEqual(position);
    expect(Date.parse(cursor)).toBe(position.ms);
  });

  test.each([
    ['2025-11-09T12:00:00Z', NOON],
    ['2025-11-09T12:00:00.5Z', NOON + 500],
    ['2025-11-09T12:00:00.123456Z', NOON + 123],
    ['2025-11-09T12:00Z', NOON],
    ['2025-11-09T13:00:00+01:00', NOON],
    ['2025-11-09', NOON - 12 * 3_600_000],
  ])('puts %s after its whole millisecond', (text, ms) => {
    const position = parsePosition(text);
    expect(position?.ms).toBe(ms);
    expect(isAfter(position!, { ms, nth: 999_998 })).toBe(true);
    expect(isAfter({ ms: ms + 1, nth: 1 }, position!)).toBe(true);
  });

  test.each([
    'yesterday',
    '',
    '2025',
    '2025-11-09T12:00:00',
    '2025-13-09T12:00:00Z',
    '2025-02-30',
    '1762689600',
    'now-1h',
  ])('refuses "%s"', (text) => {
    expect(parsePosition(text)).toBeNull();
  });
});
