import { heapStats } from 'bun:jsc';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BatchIndex } from '../../src/grade/batch_index.ts';
import { gradeBatch } from '../../src/grade/grade_batch.ts';
import type { Verdict } from '../../src/grade/verdict.ts';
import { verdictsOn } from './batches.ts';
import { batchByHand, hashOf, idOf } from './by_hand.ts';

const EMPTY = batchByHand();

function lineOf(i: number): Buffer {
  return Buffer.from(JSON.stringify({ event_id: `event ${i}`, driver_id: `driver ${i}`, company_id: 'c' }));
}

/** An index of `count` clean lines, of which only the verdicts' are ever held. */
function indexOf(count: number, verdicts: readonly Verdict[]): BatchIndex {
  const index = new BatchIndex('driver', [], verdicts);
  for (let i = 1; i <= count; i++) index.add(lineOf(i));
  return index;
}

function objectsOnHeap(): number {
  Bun.gc(true);
  return heapStats().objectCount;
}

describe('an index of 200,000 lines and 10 verdicts', () => {
  const LINES = 200_000;
  const sha256 = (i: number) => createHash('sha256').update(lineOf(i)).digest('hex');
  const verdicts = verdictsOn(
    EMPTY,
    ...[1, 77_777, LINES, LINES + 1].map((line) => ({ line })),
    ...[2, 88_888, LINES - 1].map((i) => ({ raw_sha256: sha256(i) })),
    ...[3, 99_999, LINES + 1].map((i) => ({ event_id: `event ${i}` })),
  );

  test('knows what was asked', () => {
    const index = indexOf(LINES, verdicts);
    expect(index.lineCount).toBe(LINES);
    expect(verdicts.map((verdict) => index.linesMeantBy(verdict))).toEqual(
      [1, 77_777, LINES, null, 2, 88_888, LINES - 1, 3, 99_999, null].map((line) =>
        line === null ? [] : [line],
      ),
    );
    expect(index.shownOn(88_888)).toEqual({ driverId: 'driver 88888', companyId: 'c' });
    expect(gradeBatch(index, verdicts, () => false)).toMatchObject({ falsePositives: 10, unmatched: 2 });
  });

  test('keeps nothing else', () => {
    const before = objectsOnHeap();
    const index = indexOf(LINES, verdicts);
    expect(objectsOnHeap() - before).toBeLessThan(5_000);
    expect(index.shownOn(4)).toEqual({ driverId: null, companyId: null });
    expect(index.linesOfId('event 4')).toEqual([]);
    expect(index.linesMeantBy(verdictsOn(EMPTY, { raw_sha256: sha256(4) })[0]!)).toEqual([]);
  });
});

describe('an index', () => {
  test('hears the ids that conflicts took, though no verdict asks', () => {
    const batch = batchByHand({}, { takesIdOf: 1 }, {});
    const index = new BatchIndex('driver', batch.key, []);
    for (const line of batch.dirty) index.add(line);
    expect(index.linesOfId(idOf(1))).toEqual([1, 2]);
    expect(index.linesOfId(idOf(3))).toEqual([]);
  });

  test('does not look for what gives way to a line or a hash', () => {
    const verdicts = verdictsOn(
      EMPTY,
      { line: 2, event_id: 'event 1' },
      { raw_sha256: 'f'.repeat(64), event_id: 'event 2' },
    );
    const index = indexOf(3, verdicts);
    expect(index.linesOfId('event 1')).toEqual([]);
    expect(index.linesOfId('event 2')).toEqual([]);
  });

  test('finds a company by its own id', () => {
    const [verdict] = verdictsOn({ ...EMPTY, generator: 'company' }, { event_id: 'c' });
    const index = new BatchIndex('company', [], [verdict!]);
    for (const line of [1, 2]) index.add(lineOf(line));
    expect(index.linesMeantBy(verdict!)).toEqual([1, 2]);
  });

  test('takes a line for what it is, if it is no record at all', () => {
    const lines = ['', '{', 'null', '7', '[]', '"x"', '{"event_id":7}', '{"event_id":null}', '{}', '\xff'];
    const batch = { ...EMPTY, dirty: lines.map((line) => Buffer.from(line, 'latin1')) };
    const said = lines.map((_, i) => ({ raw_sha256: hashOf(batch, i + 1) }));
    const verdicts = verdictsOn(batch, ...said, { event_id: '7' }, { event_id: 'null' }, { line: 1 });
    const index = new BatchIndex('driver', [], verdicts);
    for (const line of batch.dirty) index.add(line);
    expect(verdicts.map((verdict) => index.linesMeantBy(verdict)[0])).toEqual([
      ...lines.map((_, i) => i + 1),
      undefined,
      undefined,
      1,
    ]);
    expect(gradeBatch(index, verdicts, () => true)).toMatchObject({
      total: 10,
      falsePositives: 12,
      neutral: 0,
    });
  });

  test('remembers nothing of a verdict’s bytes once it has seen them', () => {
    const bytes = lineOf(1);
    const verdicts = verdictsOn(EMPTY, { event_id: 'event 1' });
    const index = new BatchIndex('driver', [], verdicts);
    index.add(bytes);
    bytes.fill(0);
    expect(index.shownOn(1)).toEqual({ driverId: 'driver 1', companyId: 'c' });
  });
});
