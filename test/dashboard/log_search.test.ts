import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choose, cutToFound, patternOf, piecesOf } from '../../src/dashboard/page/state/log_search.ts';
import { LogTail } from '../../src/dashboard/page/state/log_tail.ts';
import type { LogEntry } from '../../src/log/entry.ts';

function entry(given: Partial<LogEntry> = {}): LogEntry {
  return {
    timestamp: '2025-11-09T12:00:00.000Z',
    level: 'info',
    logger: 'engine',
    message: 'Driver batch 1: 15 events generated',
    extra: {},
    ...given,
  };
}

const EVERYTHING = { least: 'debug', pattern: null, heldAt: null } as const;

function linesOf(...entries: Partial<LogEntry>[]) {
  const tail = new LogTail(100);
  tail.append(entries.map(entry));
  return tail.lines;
}

/** What is shown of entries that are told apart by their messages. */
function shown(lines: ReturnType<typeof linesOf>, search: string) {
  return choose(lines, { ...EVERYTHING, pattern: patternOf(search) }).shownEntries;
}

describe('a search', () => {
  test('looks at message, logger and extra, whatever the case', () => {
    const lines = linesOf({}, { logger: 'ledger' }, { extra: { code: 'ENOSPC', batch_id: 7 } });
    expect(shown(lines, 'DRIVER BATCH')).toBe(3);
    expect(shown(lines, 'Ledger')).toBe(1);
    expect(shown(lines, '"code":"enospc"')).toBe(1);
    expect(shown(lines, 'nowhere')).toBe(0);
  });

  test('does not look across message, logger and extra', () => {
    expect(shown(linesOf({ message: 'one', logger: 'two' }), 'onetwo')).toBe(0);
  });

  test('is no regular expression', () => {
    const lines = linesOf({ message: 'a.c (1+1) [x]' }, { message: 'abc' });
    expect(shown(lines, 'a.c')).toBe(1);
    expect(shown(lines, '(1+1) [')).toBe(1);
  });

  test('finds every text that is written in it, and nothing else is marked', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, text, after) => {
        const whole = before + text + after;
        const pieces = piecesOf(whole, patternOf(text));
        expect(pieces.join('')).toBe(whole);
        const marked = pieces.filter((_, i) => i % 2 === 1);
        expect(marked.length).toBeGreaterThan(0);
        for (const each of marked) expect(each.toLowerCase()).toBe(text.toLowerCase());
      }),
    );
  });

  test('without a text marks nothing', () => {
    expect(piecesOf('anything', patternOf(''))).toEqual(['anything']);
  });
});

describe('cutToFound', () => {
  const text = `{"mode":"emulated","generator":"driver","lateness_us":412}`;

  test('leaves out what stands far before what is found', () => {
    expect(cutToFound(text, patternOf('lateness'))).toBe('…":"driver","lateness_us":412}');
  });

  test('leaves a text as it is where that is near its beginning, or nothing is found or looked for', () => {
    for (const search of ['emulated', 'nowhere', '']) expect(cutToFound(text, patternOf(search))).toBe(text);
  });
});

describe('choose', () => {
  test('shows what is at least so severe', () => {
    const lines = linesOf({ level: 'debug' }, { level: 'info' }, { level: 'warn' }, { level: 'error' });
    const keys = (least: LogEntry['level']) =>
      choose(lines, { ...EVERYTHING, least }).lines.map(({ key }) => key);
    expect(keys('debug')).toEqual([0, 1, 2, 3]);
    expect(keys('warn')).toEqual([2, 3]);
    expect(keys('error')).toEqual([3]);
  });

  test('counts those that are shown, all that there are, and those that match but are held back', () => {
    const lines = linesOf({ level: 'warn' }, {}, { level: 'warn' }, { level: 'error' }, {});
    expect(choose(lines, { least: 'warn', pattern: null, heldAt: 1 })).toEqual({
      lines: [lines[0]!],
      shownEntries: 1,
      allEntries: 2,
      waitingEntries: 2,
    });
  });

  test('shows gaps whatever is chosen, and counts them as no entry', () => {
    const tail = new LogTail(100);
    tail.append([entry()]);
    tail.divide(3);
    const { lines, shownEntries, allEntries } = choose(tail.lines, { ...EVERYTHING, least: 'error' });
    expect(lines).toEqual([{ key: 1, missing: 3 }]);
    expect([shownEntries, allEntries]).toEqual([0, 1]);
  });
});
