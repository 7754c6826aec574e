import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { DailyFiles, fileOfDay } from '../../src/log/daily_files.ts';
import type { Level } from '../../src/log/entry.ts';
import { Log } from '../../src/log/log.ts';
import { openLog } from '../../src/log/open_log.ts';
import { BEGINNING, cursorOf, type Position, parsePosition } from '../../src/log/position.ts';
import { LogReader } from '../../src/log/reader.ts';
import { Ring } from '../../src/log/ring.ts';
import { NOON, removeFolders, StandingClock, temporaryFolder } from './log_fixture.ts';

afterEach(removeFolders);

const DAY_MS = 86_400_000;

/** A process's log with a small memory. */
function startProcess(folder: string, clock: StandingClock, memory = 3) {
  const ring = new Ring(memory);
  const log = new Log(clock.nowMs, [ring, new DailyFiles(folder, () => {})]);
  return { logger: log.logger('test'), reader: new LogReader(ring, folder) };
}

async function messages(
  reader: LogReader,
  query: { limit?: number; level?: Level; since?: Position } = {},
): Promise<string[]> {
  const { entries } = await reader.read({ limit: 100, ...query });
  return entries.map(({ message }) => message);
}

/** What a poller sees who reads `limit` at a time until there is nothing new; `between` runs after every page. */
async function poll(
  reader: LogReader,
  limit: number,
  since = BEGINNING,
  between: (page: number) => void = () => {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let page = 0; page < 1000; page++) {
    const { entries, next } = await reader.read({ limit, since });
    if (entries.length === 0) return seen;
    seen.push(...entries.map(({ message }) => message));
    // As text, as it goes over the wire.
    since = parsePosition(cursorOf(next))!;
    between(page);
  }
  throw new Error('the poller never comes to an end');
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

describe('LogReader without since', () => {
  test('gives the newest entries, oldest first, from memory and before it from the files', async () => {
    const clock = new StandingClock();
    const { logger, reader } = startProcess(temporaryFolder(), clock);
    for (const n of numbers(1, 10)) {
      logger.info(n);
      clock.ms += 1;
    }
    expect(await messages(reader, { limit: 2 })).toEqual(['9', '10']);
    expect(await messages(reader, { limit: 5 })).toEqual(numbers(6, 10));
    expect(await messages(reader)).toEqual(numbers(1, 10));
  });

  test('goes back over days, as far as it must', async () => {
    const clock = new StandingClock();
    const { logger, reader } = startProcess(temporaryFolder(), clock, 1);
    for (const n of numbers(1, 6)) {
      logger.info(n);
      clock.ms += DAY_MS / 2;
    }
    expect(await messages(reader, { limit: 4 })).toEqual(numbers(3, 6));
    expect(await messages(reader)).toEqual(numbers(1, 6));
  });

  test.each<[Level, string[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ])('level %s is the least severity', async (level, expected) => {
    const { logger, reader } = startProcess(temporaryFolder(), new StandingClock(), 2);
    for (const severity of ['debug', 'info', 'warn', 'error'] as const) logger[severity](severity);
    expect(await messages(reader, { level })).toEqual(expected);
  });

  test('finds what an earlier process said', async () => {
    const folder = temporaryFolder();
    const clock = new StandingClock();
    startProcess(folder, clock).logger.info('before');
    clock.ms += 1000;
    const { logger, reader } = startProcess(folder, clock);
    expect(await messages(reader)).toEqual(['before']);
    logger.info('after');
    expect(await messages(reader)).toEqual(['before', 'after']);
  });

  test('passes over lines that are torn or not its own', async () => {
    const folder = temporaryFolder();
    const clock = new StandingClock();
    startProcess(folder, clock).logger.info('good');
    const file = fileOfDay(folder, '2025-11-09');
    appendFileSync(file, 'hello\n\nnull\n[1]\n{"level":"info"}\n{"timestamp":"2025-11-09T12:0');
    writeFileSync(join(folder, 'notes.txt'), 'not a day');
    clock.ms += 1000;
    const { logger, reader } = startProcess(folder, clock);
    logger.info('better');
    expect(await messages(reader)).toEqual(['good', 'better']);
  });

  test('shows what is in memory when the disk can neither be written nor read', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '2025-11-09'), '');
    const { logger, reader } = startProcess(folder, new StandingClock());
    logger.error('no space');
    expect(await messages(reader)).toEqual(['no space']);
  });

  test('of an empty log gives nothing, and a cursor before everything to come', async () => {
    const { logger, reader } = startProcess(temporaryFolder(), new StandingClock());
    const { entries, next } = await reader.read({ limit: 1 });
    expect(entries).toEqual([]);
    logger.info('first');
    expect(await messages(reader, { since: next })).toEqual(['first']);
  });
});

describe('LogReader with since', () => {
  // Entries that share a millisecond, a memory smaller than that, and pages that end within it.
  test.each([
    [1, 1],
    [1, 3],
    [3, 1],
    [3, 2],
    [3, 7],
    [100, 2],
    [3, 100],
  ])('a poller sees everything once (memory %i, pages of %i)', async (memory, limit) => {
    const clock = new StandingClock();
    const { logger, reader } = startProcess(temporaryFolder(), clock, memory);
    for (const n of numbers(1, 23)) {
      logger.info(n);
      if (Number(n) % 5 === 0) clock.ms += 1;
      if (n === '12') clock.ms += DAY_MS;
    }
    expect(await poll(reader, limit)).toEqual(numbers(1, 23));
  });

  test('a poller misses and repeats nothing that is said between its polls, at the same millisecond', async () => {
    const clock = new StandingClock();
    const { logger, reader } = startProcess(temporaryFolder(), clock, 2);
    for (const n of numbers(1, 4)) logger.info(n);
    const seen = await poll(reader, 2, BEGINNING, (page) => {
      if (page === 1) for (const n of numbers(5, 8)) logger.info(n);
      if (page === 3) logger.info('9');
    });
    expect(seen).toEqual(numbers(1, 9));
  });

  test('a poller who begins with the newest entries goes on from there', async () => {
    const clock = new StandingClock();
    const { logger, reader } = startProcess(temporaryFolder(), clock);
    for (const n of numbers(1, 5)) logger.info(n);
    const { next } = await reader.read({ limit: 2 });
    for (const n of numbers(6, 7)) logger.info(n);
    expect(await poll(reader, 1, next)).toEqual(['6', '7']);
  });

  test('a poller goes on over a restart', async () => {
    const folder = temporaryFolder();
    const clock = new StandingClock();
    const first = startProcess(folder, clock);
    for (const n of numbers(1, 6)) first.logger.info(n);
    const { next } = await first.reader.read({ limit: 4, since: BEGINNING });
    clock.ms += 2000;
    const second = startProcess(folder, clock);
    expect(await poll(second.reader, 10, next)).toEqual(['5', '6']);
    second.logger.info('7');
    expect(await poll(second.reader, 10, next)).toEqual(['5', '6', '7']);
  });

  test('a poller who begins right after a restart, with nothing in memory, goes on from the files', async () => {
    const folder = temporaryFolder();
    const clock = new StandingClock();
    const first = startProcess(folder, clock);
    for (const n of numbers(1, 3)) first.logger.info(n);
    const second = startProcess(folder, clock);
    const { next } = await second.reader.read({ limit: 2 });
    clock.ms += 2000;
    second.logger.info('4');
    expect(await poll(second.reader, 10, next)).toEqual(['4']);
  });

  test('the cursor passes entries of lesser severity', async () => {
    const { logger, reader } = startProcess(temporaryFolder(), new StandingClock());
    logger.error('a');
    logger.info('b');
    const { entries, next } = await reader.read({ limit: 10, level: 'error', since: BEGINNING });
    expect(entries.map(({ message }) => message)).toEqual(['a']);
    expect(next).toEqual({ ms: NOON, nth: 2 });
  });

  test("a user's timestamp means strictly later", async () => {
    const clock = new StandingClock();
    const { logger, reader } = startProcess(temporaryFolder(), clock);
    for (const n of numbers(1, 5)) {
      logger.info(n);
      clock.ms += 1000;
    }
    const since = parsePosition('2025-11-09T12:00:02.000Z')!;
    expect(await messages(reader, { since })).toEqual(['4', '5']);
    const { next } = await reader.read({ limit: 5, since: parsePosition('2030-01-01')! });
    expect(next.ms).toBe(Date.parse('2030-01-01'));
  });
});

describe('openLog', () => {
  test('says in every sink, after the entry that got through, that the files are back', async () => {
    const folder = temporaryFolder();
    const shown: string[] = [];
    const blocker = join(folder, '2025-11-09');
    writeFileSync(blocker, '');
    const { log, reader, files } = openLog({
      nowMs: () => NOON,
      write: (line) => shown.push(line),
      format: 'text',
      folder,
    });
    log.logger('test').info('a');
    expect(files.outage).not.toBeNull();
    rmSync(blocker);
    log.logger('test').info('b');

    const told = [
      'a',
      'b',
      expect.stringMatching(
        /^Log files can be written again: E\w+ since 2025-11-09T12:00:00.000Z, 0 entries lost$/,
      ),
    ];
    expect(await messages(reader)).toEqual(told);
    expect(shown).toHaveLength(3);
    const restarted = startProcess(folder, new StandingClock());
    expect(await messages(restarted.reader)).toEqual(told);
  });
});
