import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/log/entry.ts';
import { Log } from '../../src/log/log.ts';
import { type LogFormat, stdoutSink } from '../../src/log/stdout.ts';
import { entryAt, NOON, StandingClock } from './log_fixture.ts';

function collecting() {
  const clock = new StandingClock();
  const seen: LogEntry[] = [];
  const log = new Log(clock.nowMs, [{ write: (entry) => seen.push(entry) }]);
  return { clock, seen, log };
}

describe('Log', () => {
  test('gives every sink the same entries, with the name of who speaks', () => {
    const seen: [LogEntry[], LogEntry[]] = [[], []];
    const log = new Log(
      () => NOON,
      seen.map((entries) => ({ write: (entry: LogEntry) => entries.push(entry) })),
    );
    const engine = log.logger('engine');
    engine.debug('a');
    engine.info('b', { batch_number: 1 });
    log.logger('api').warn('c');
    engine.error('d');
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0].map(({ level, logger, message }) => [level, logger, message])).toEqual([
      ['debug', 'engine', 'a'],
      ['info', 'engine', 'b'],
      ['warn', 'api', 'c'],
      ['error', 'engine', 'd'],
    ]);
    expect(seen[0][1]).toMatchObject({ timestamp: '2025-11-09T12:00:00.000Z', extra: { batch_number: 1 } });
  });

  test.each([
    ['back by a second: held', -1000, NOON],
    ['back by an hour: followed', -3_600_000, NOON - 3_600_000],
    ['on by a second', 1000, NOON + 1000],
  ])('a clock that steps %s', (_, stepMs, expectedMs) => {
    const { clock, seen, log } = collecting();
    log.logger('test').info('before');
    clock.ms += stepMs;
    log.logger('test').info('after');
    expect(seen[1]!.timestamp).toBe(new Date(expectedMs).toISOString());
  });

  test('keeps what was said, not what it became', () => {
    const { seen, log } = collecting();
    const extra = { actions: ['company'] };
    log.logger('test').info('baseline', extra);
    extra.actions.push('driver');
    expect(seen[0]!.extra).toEqual({ actions: ['company'] });
  });

  test('takes in extra whatever a caller has, in a form that JSON can say', () => {
    const { seen, log } = collecting();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    log.logger('test').error('failed', { bytes: 2n ** 60n, error: full });
    log.logger('test').error('failed', circle);
    expect(seen[0]!.extra).toEqual({
      bytes: '1152921504606846976',
      error: { name: 'Error', message: 'no space', code: 'ENOSPC' },
    });
    expect(Object.keys(seen[1]!.extra)).toEqual(['unreadable']);
  });
});

describe('stdoutSink', () => {
  test.each<[LogFormat, LogEntry, string[]]>([
    [
      'text',
      entryAt(NOON + 10_123, 'Starting generator in emulated mode'),
      ['2025-11-09T12:00:10.123Z INFO Starting generator in emulated mode\n'],
    ],
    ['text', entryAt(NOON, 'Mind', 'warn'), ['2025-11-09T12:00:00.000Z WARN Mind\n']],
    ['text', entryAt(NOON, 'one\nline', 'error'), ['2025-11-09T12:00:00.000Z ERROR one line\n']],
    ['text', entryAt(NOON, 'quiet', 'debug'), []],
    [
      'json',
      { ...entryAt(NOON, 'Hi'), extra: { n: 1 } },
      [
        '{"timestamp":"2025-11-09T12:00:00.000Z","level":"info","logger":"test","message":"Hi","extra":{"n":1}}\n',
      ],
    ],
  ])('as %s: %j', (format, entry, expected) => {
    const lines: string[] = [];
    stdoutSink((line) => lines.push(line), format).write(entry);
    expect(lines).toEqual(expected);
  });
});
