import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogService, PAGE_SIZE } from './log_service.ts';

const RUNS = 1000;

const indexes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** What happens: its name, how often, and how much later than what was written last. */
type Step = readonly [does: string, count: number, afterMs: number];

const SMOOTH = ['write', 'write', 'deliver', 'deliver', 'ask', 'ask', 'serve', 'answer', 'answer', 'open'];

function steps(...kinds: string[]): fc.Arbitrary<Step[]> {
  const step = fc.tuple(
    fc.constantFrom(...SMOOTH, ...kinds),
    fc.integer({ min: 1, max: 6 }),
    fc.constantFrom(0, 0, 0, 1, 7),
  );
  return fc.array(step, { minLength: 5, maxLength: 120, size: 'max' });
}

async function take(service: LogService, [does, count, afterMs]: Step): Promise<void> {
  if (does === 'write') for (let i = 0; i < count; i++) service.write(afterMs);
  else if (does === 'deliver') service.deliver(count);
  else if (does === 'lose') service.lose(count);
  else if (does === 'cut') service.cut();
  else if (does === 'open' && !service.isOpen) service.open();
  else if (does === 'ask') service.ask();
  else if (does === 'serve') await service.serve();
  else if (does === 'answer') service.answer();
  else if (does === 'fail')
    for (let i = 0; i < count; i++) {
      service.ask();
      service.fail();
    }
  else if (does === 'set back') service.write(-70_000);
}

async function run(service: LogService, steps: readonly Step[]): Promise<LogService> {
  for (const step of steps) await take(service, step);
  await service.settle();
  return service;
}

describe('the tail of the log', () => {
  test('is the log, from the first page on, whatever is lost, cut or late', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(6), steps('lose', 'cut'), async (before, drawn) => {
        const service = new LogService();
        for (let i = 0; i < before; i++) service.write();
        await run(service, drawn);
        const shown = service.shown();
        expect(shown).toEqual(indexes(service.beginnings.at(-1)!, service.written.length));
        // More than ten pages may be left behind.
        if (service.written.length < 10 * PAGE_SIZE) expect(service.beginnings.length).toBe(1);
      }),
      { numRuns: RUNS },
    );
  });

  test('says what is missing where questions are not answered', async () => {
    await fc.assert(
      fc.asyncProperty(steps('lose', 'cut', 'fail', 'fail'), async (drawn) => {
        const service = await run(new LogService(), drawn);
        const shown = service.shown();
        expect(shown.at(-1)).toBe(service.written.length - 1);
        shown.forEach((each, i) => {
          const before = shown[i - 1] ?? -1;
          if (typeof each === 'number' && typeof before === 'number' && i > 0) expect(each).toBe(before + 1);
          if (typeof each === 'number' || typeof before !== 'number') return;
          const hole = (shown[i + 1] as number) - before - 1;
          expect(hole).toBeGreaterThanOrEqual(0);
          if (each.missing !== null) expect(each.missing).toBe(hole);
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('has neither doubles nor holes where the clock is set back', async () => {
    await fc.assert(
      fc.asyncProperty(steps('lose', 'cut', 'set back'), async (drawn) => {
        const service = await run(new LogService(), drawn);
        // The service takes what it said before the step for later; the next entry shows that.
        await service.settle();
        const shown = service.shown();
        expect(shown).toEqual(indexes(shown[0] as number, service.written.length));
      }),
      { numRuns: RUNS },
    );
  });

  test('ends with the newest entry while few may wait and few are kept', async () => {
    await fc.assert(
      fc.asyncProperty(steps('lose', 'cut'), async (drawn) => {
        const service = await run(new LogService(8, 3), drawn);
        const shown = service.shown();
        expect(shown).toEqual(indexes(service.written.length - shown.length, service.written.length));
        expect(shown.length).toBeLessThanOrEqual(8);
      }),
      { numRuns: RUNS },
    );
  });
});

/** A page that follows a log of three entries. */
async function followed(waitingLimit?: number): Promise<LogService> {
  const service = new LogService(1000, waitingLimit);
  service.write();
  await service.settle();
  service.write(1);
  service.deliver();
  return service;
}

describe('by hand', () => {
  test('an entry that is equal to one before it is shown as well', async () => {
    const service = await followed();
    service.write();
    service.write();
    service.deliver();
    expect(service.shown()).toEqual([0, 1, 2, 3, 4]);
  });

  test('an entry in the millisecond in which the answer ends is asked for, not guessed', async () => {
    const service = new LogService();
    service.write();
    service.open();
    service.ask();
    await service.serve();
    service.answer();
    service.write();
    service.deliver();
    expect(service.shown()).toEqual([0]);
    expect(service.ask()).toBe(true);
    await service.serve();
    service.answer();
    expect(service.shown()).toEqual([0, 1]);
    expect(service.ask()).toBe(false);
  });

  test('a hole larger than a page is filled page by page', async () => {
    const service = await followed();
    service.cut();
    for (let i = 0; i < 3 * PAGE_SIZE; i++) service.write();
    await service.settle();
    expect(service.shown()).toEqual(indexes(0, 3 * PAGE_SIZE + 4));
  });

  test('a hole of more pages than are worth it is left behind', async () => {
    const service = await followed();
    service.cut();
    for (let i = 0; i < 20 * PAGE_SIZE; i++) service.write(1);
    await service.settle();
    const { length } = service.written;
    expect(service.shown()).toEqual(indexes(length - PAGE_SIZE, length));
  });

  test('entries in a later millisecond than the first are counted, and nothing is asked for', async () => {
    const service = new LogService();
    service.open();
    service.ask();
    for (const afterMs of [0, 1, 0]) service.write(afterMs);
    await service.serve();
    service.write();
    service.answer();
    service.deliver();
    expect(service.ask()).toBe(false);
    expect(service.shown()).toEqual([0, 1, 2, 3]);
  });

  test('the newest are asked for until they come', async () => {
    const service = new LogService();
    service.open();
    const question = service.catchUp.ask()!;
    expect(question.since).toBeNull();
    service.catchUp.failed(question);
    expect(service.catchUp.ask()).toEqual(question);
  });
});

describe('a hole that is not filled', () => {
  function refuse(service: LogService, times: number): void {
    for (let i = 0; i < times; i++) {
      expect(service.ask()).toBe(true);
      service.fail();
    }
  }

  test('stays, with its size, after three questions without an answer', async () => {
    const service = await followed();
    for (let i = 0; i < 5; i++) service.write(1);
    service.lose(3);
    service.deliver();
    refuse(service, 2);
    expect(service.shown()).toEqual([0, 1, 2]);
    refuse(service, 1);
    expect(service.shown()).toEqual([0, 1, 2, { missing: 3 }, 6, 7]);
    expect(service.ask()).toBe(false);
    service.write(1);
    service.deliver();
    expect(service.shown().at(-1)).toBe(8);
  });

  test('holds what came between two losses', async () => {
    const service = await followed();
    for (let i = 0; i < 4; i++) service.write(1);
    service.lose(2);
    service.deliver();
    for (let i = 0; i < 4; i++) service.write(1);
    service.lose(1);
    service.deliver();
    refuse(service, 3);
    expect(service.shown()).toEqual([0, 1, 2, { missing: 5 }, 8, 9, 10]);
  });

  test('holds what too many waiting entries made go', async () => {
    const service = await followed(3);
    for (let i = 0; i < 7; i++) service.write(1);
    service.lose(1);
    service.deliver();
    refuse(service, 3);
    expect(service.shown()).toEqual([0, 1, 2, { missing: 5 }, 8, 9]);
  });

  test('is asked for three times more after an answer; what the answer held is not shown again', async () => {
    const service = await followed();
    for (let i = 0; i < PAGE_SIZE; i++) service.write(1);
    service.lose(2);
    service.deliver();
    refuse(service, 2);
    service.ask();
    await service.serve();
    service.answer();
    service.write(1);
    service.write(1);
    service.deliver();
    refuse(service, 2);
    const filled = indexes(0, PAGE_SIZE + 3);
    expect(service.shown()).toEqual(filled);
    refuse(service, 1);
    expect(service.shown()).toEqual([...filled, { missing: null }, PAGE_SIZE + 3, PAGE_SIZE + 4]);
  });
});
