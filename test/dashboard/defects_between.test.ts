import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AskDefects, defectsBetween } from '../../src/dashboard/page/api/defects_between.ts';
import type { KeyLine } from '../../src/defects/answer_key.ts';

type Api = { readonly ask: AskDefects; readonly asked: number[] };

/** The answer key of a batch that has defects on these lines. */
function api(lines: readonly number[]): Api {
  const asked: number[] = [];
  const ask: AskDefects = async (offset, limit) => {
    asked.push(offset);
    return lines.slice(offset, offset + limit).map((line) => ({ line }) as KeyLine);
  };
  return { ask, asked };
}

async function found(lines: readonly number[], records: number, from: number, to: number) {
  const { ask, asked } = api(lines);
  const defects = await defectsBetween(from, to, { records, defects: lines.length }, ask);
  return { lines: defects.map(({ line }) => line), asked };
}

const inRange = (lines: readonly number[], from: number, to: number) =>
  lines.filter((line) => line >= from && line <= to);

describe('the defects on some lines', () => {
  test('of a batch with few are asked for once', async () => {
    const { lines, asked } = await found([2, 7, 150, 151, 199], 200, 101, 200);
    expect(lines).toEqual([150, 151, 199]);
    expect(asked).toEqual([0]);
  });

  test('of a batch without any are not asked for', async () => {
    expect(await found([], 200, 1, 100)).toEqual({ lines: [], asked: [] });
  });

  test('of a batch with many are found near where they must be', async () => {
    const every = Array.from({ length: 300_000 }, (_, i) => 3 * i + (i % 3) + 1);
    const { lines, asked } = await found(every, 900_000, 450_001, 450_100);
    expect(lines).toEqual(inRange(every, 450_001, 450_100));
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  test('are found wherever they are', async () => {
    const batch = fc
      .record({
        gaps: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 0, maxLength: 6000, size: 'max' }),
        skip: fc.integer({ min: 0, max: 50_000 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        rest: fc.integer({ min: 0, max: 50_000 }),
      })
      .map(({ gaps, skip, share, rest }) => {
        let line = skip;
        const lines = gaps.map((gap) => {
          line += gap;
          return line;
        });
        const records = line + rest + 1;
        return { lines, records, from: 1 + Math.floor(share * (records - 1)) };
      });
    await fc.assert(
      fc.asyncProperty(batch, async ({ lines, records, from }) => {
        const to = from + 99;
        const result = await found(lines, records, from, to);
        expect(result.lines).toEqual(inRange(lines, from, to));
        expect(result.asked.length).toBeLessThan(20);
      }),
      { numRuns: 200 },
    );
  });

  test('that the ledger counts and the key does not have end the search', async () => {
    const { ask } = api([1, 2, 3]);
    expect(await defectsBetween(500, 599, { records: 1000, defects: 5000 }, ask)).toEqual([]);
  });
});
