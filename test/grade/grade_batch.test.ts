import { describe, expect, test } from 'vitest';
import type { Score } from '../../src/grade/score.ts';
import type { Verdict } from '../../src/grade/verdict.ts';
import { companyJobOf, driverJobOf, qualityOf } from '../press/jobs.ts';
import { type Batch, batchOf, gradeOf, verdictsOn } from './batches.ts';
import { batchByHand, hashOf, idOf } from './by_hand.ts';
import { oracleScore } from './oracle.ts';

type Said = Omit<Verdict, 'generator' | 'batch_id'>;

/** What verdicts on a batch come to, on records alone: the oracle says the same. */
function counts(batch: Batch, ...said: readonly Said[]) {
  const verdicts = verdictsOn(batch, ...said);
  const score = recordsOf(gradeOf(batch, verdicts));
  expect(score).toEqual(recordsOf(oracleScore(batch, verdicts, () => false)));
  return score;
}

function recordsOf({ truePositives, falsePositives, falseNegatives, neutral, unmatched, ambiguous }: Score) {
  return {
    right: truePositives,
    wrong: falsePositives,
    missed: falseNegatives,
    ...(neutral > 0 && { neutral }),
    ...(unmatched > 0 && { unmatched }),
    ...(ambiguous > 0 && { ambiguous }),
  };
}

const onLines = (...lines: readonly number[]): Said[] => lines.map((line) => ({ line }));

describe('a record and its copies', () => {
  const copies = batchByHand({}, {}, { copyOf: 1 }, {}, { copyOf: 3 });

  test('are alike: whichever is kept, flags on all others are right', () => {
    for (const lines of [
      [1, 3],
      [1, 5],
      [3, 5],
    ]) {
      expect(counts(copies, ...onLines(...lines))).toEqual({ right: 2, wrong: 0, missed: 0 });
    }
  });

  test('are one wrong where none is kept, and one missed where two are', () => {
    expect(counts(copies, ...onLines(1, 3, 5))).toEqual({ right: 2, wrong: 1, missed: 0 });
    for (const line of [1, 3, 5]) {
      expect(counts(copies, ...onLines(line))).toEqual({ right: 1, wrong: 0, missed: 1 });
    }
  });

  test('must all be flagged where the record is dirty itself', () => {
    const ofDirty = batchByHand({ nullIn: 'location' }, { copyOf: 1 }, { takesIdOf: 1 });
    expect(counts(ofDirty, ...onLines(1, 2, 3))).toEqual({ right: 3, wrong: 0, missed: 0 });
    expect(counts(ofDirty, ...onLines(1, 2))).toEqual({ right: 2, wrong: 0, missed: 1 });
    expect(counts(ofDirty, ...onLines(2, 3))).toEqual({ right: 2, wrong: 0, missed: 1 });
  });

  test('are alike with the conflicts that took its id, and copies of those', () => {
    const pair = batchByHand({}, { takesIdOf: 1 });
    for (const line of [1, 2]) {
      expect(counts(pair, ...onLines(line))).toEqual({ right: 1, wrong: 0, missed: 0 });
    }
    expect(counts(pair, ...onLines(1, 2))).toEqual({ right: 1, wrong: 1, missed: 0 });
    const chain = batchByHand({}, { takesIdOf: 1 }, { copyOf: 2 }, { copyOf: 3 });
    expect(counts(chain, ...onLines(1, 2, 4))).toEqual({ right: 3, wrong: 0, missed: 0 });
  });

  test('share what is said of the record that is kept no more', () => {
    const pair = batchByHand({}, { copyOf: 1 });
    const score = gradeOf(pair, verdictsOn(pair, { line: 1, kind: 'duplicate', field: 'event_id' }));
    expect(score.kinds).toEqual({ duplicate: { dirty: 1, caught: 1, named: 1, correct: 1 } });
    expect(score.cells).toEqual({ truePositives: 1, falsePositives: 0, falseNegatives: 0, named: 1 });
  });
});

describe('a hash or an id', () => {
  const copies = batchByHand({}, { copyOf: 1 }, { copyOf: 1 }, {});
  const byId: Said = { event_id: idOf(1) };
  const byHash: Said = { raw_sha256: hashOf(copies, 1) };

  test('of several lines means the dirty ones first', () => {
    for (const by of [byId, byHash]) {
      expect(counts(copies, by)).toEqual({ right: 1, wrong: 0, missed: 1 });
      expect(counts(copies, { ...by, count: 2 })).toEqual({ right: 2, wrong: 0, missed: 0 });
      expect(counts(copies, { ...by, count: 3 })).toEqual({ right: 2, wrong: 1, missed: 0 });
    }
  });

  test('means other lines in each verdict of a rule, and the same ones in those of another', () => {
    for (const by of [byId, byHash]) {
      expect(counts(copies, by, by)).toEqual({ right: 2, wrong: 0, missed: 0 });
      expect(counts(copies, by, by, by)).toEqual({ right: 2, wrong: 1, missed: 0 });
      expect(counts(copies, by, by, by, by)).toEqual({ right: 2, wrong: 1, missed: 0 });
      expect(counts(copies, by, { ...by, rule: 'keys' })).toEqual({ right: 1, wrong: 0, missed: 1 });
      expect(counts(copies, { ...by, rule: 'keys' }, { ...by, rule: 'keys' })).toEqual({
        right: 2,
        wrong: 0,
        missed: 0,
      });
    }
  });

  test('of one line means it, however often', () => {
    const batch = batchByHand({}, { nullIn: 'location' });
    const by = { event_id: idOf(2) };
    expect(counts(batch, by, by, by)).toEqual({ right: 1, wrong: 0, missed: 0 });
  });

  test('counts for more lines than there are: those of them are unmatched', () => {
    for (const by of [byId, byHash]) {
      expect(counts(copies, { ...by, count: 5 })).toEqual({ right: 2, wrong: 3, missed: 0, unmatched: 2 });
    }
  });

  test('of clean lines that have nothing to do with each other is ambiguous, unless all are meant', () => {
    const strange = batchByHand({}, { idOf: 1 }, { copyOf: 1 });
    const by = { event_id: idOf(1) };
    expect(counts(strange, by, { ...by, count: 2 })).toEqual({ right: 0, wrong: 0, missed: 1, ambiguous: 2 });
    // The first line is the copy's root; the driver of none of them has a dirty event.
    expect(counts(strange, { ...by, count: 3 })).toEqual({ right: 1, wrong: 2, missed: 0 });
    const twins = batchByHand({ driver: 'd', company: 'c' }, {});
    const twice: Batch = {
      ...twins,
      clean: [...twins.clean, twins.clean[0]!],
      dirty: [...twins.dirty, twins.dirty[0]!],
    };
    expect(counts(twice, { raw_sha256: hashOf(twice, 1) })).toEqual({
      right: 0,
      wrong: 0,
      missed: 0,
      ambiguous: 1,
    });
  });

  test('of lines that are all dirty is not, though they have nothing to do with each other', () => {
    const batch = batchByHand({}, { takesIdOf: 1 }, { idOf: 1, nullIn: 'location' });
    expect(counts(batch, { event_id: idOf(1) })).toEqual({ right: 0, wrong: 0, missed: 2, ambiguous: 1 });
    const dirty = batchByHand({ nullIn: 'driver_id' }, { takesIdOf: 1 }, { idOf: 1, nullIn: 'location' });
    expect(counts(dirty, { event_id: idOf(1), count: 2 })).toEqual({ right: 2, wrong: 0, missed: 1 });
  });

  test('that a line gives way to plays no part', () => {
    const batch = batchByHand({ nullIn: 'location' }, {}, { nullIn: 'location' });
    const stray = { raw_sha256: 'f'.repeat(64), event_id: 'nobody' };
    expect(counts(batch, { ...stray, line: 1 })).toEqual({ right: 1, wrong: 0, missed: 1 });
    expect(counts(batch, { ...stray, raw_sha256: hashOf(batch, 3) })).toEqual({
      right: 1,
      wrong: 0,
      missed: 1,
    });
    expect(counts(batch, { raw_sha256: 'f'.repeat(64), event_id: idOf(1) })).toEqual({
      right: 0,
      wrong: 1,
      missed: 2,
      unmatched: 1,
    });
    expect(counts(batch, { line: 1, count: 9 })).toEqual({ right: 1, wrong: 0, missed: 1 });
  });

  test('that means all of its lines says what it says of each, whatever was said before', () => {
    const batch = batchByHand({ nullIn: 'location' }, { copyOf: 1 });
    const all = { raw_sha256: hashOf(batch, 1), count: 2 };
    const verdicts = verdictsOn(batch, { ...all, field: 'event_id' }, { ...all, field: 'location' });
    expect(gradeOf(batch, verdicts).cells).toEqual({
      truePositives: 2,
      falsePositives: 2,
      falseNegatives: 0,
      named: 4,
    });
  });
});

test('of lines that are alike, those first in the batch take what is said first', () => {
  const batch = batchByHand({}, { copyOf: 1 }, { takesIdOf: 1 });
  const by = { event_id: idOf(1) };
  const [first, second] = [
    { ...by, kind: 'duplicate' },
    { ...by, kind: 'conflicting_duplicate' },
  ];
  const right = (...said: readonly Said[]) =>
    Object.values(gradeOf(batch, verdictsOn(batch, ...said)).kinds).map(({ correct }) => correct);
  expect(right(first, second)).toEqual([1, 1]);
  // The same records in another order: the only thing that changes is which of them is called what.
  expect(right(second, first)).toEqual([0, 0]);
});

describe('as many verdicts as there are lines, and all lines alike', () => {
  // Every line that can copies another: no more than one is another's.
  const batch = batchOf(driverJobOf(900, { quality: qualityOf(1, { duplicate: 1 }) }));
  const [{ raw_sha256 }] = batch.key as readonly [(typeof batch.key)[0]];
  const alike = batch.key.filter((defect) => defect.raw_sha256 === raw_sha256).length;

  test.each([1, 2, alike, 10 * alike])('each of %d', (count) => {
    expect(alike).toBeGreaterThan(25_000);
    const verdicts = verdictsOn(batch, ...batch.key.map(({ raw_sha256 }) => ({ raw_sha256, count })));
    expect(gradeOf(batch, verdicts).truePositives).toBe(batch.key.length);
  });
});

describe('a record that the batch does not have', () => {
  const batch = batchByHand({}, { nullIn: 'location' }, {});
  const nowhere = { right: 0, wrong: 1, missed: 1, unmatched: 1 };

  test.each([0, -1, 1.5, 4, 2 ** 53, Number.NaN])('is one on line %d', (line) => {
    expect(counts(batch, { line })).toEqual(nowhere);
  });

  test('has another hash, another id or none', () => {
    expect(counts(batch, { raw_sha256: '0'.repeat(64) })).toEqual(nowhere);
    expect(counts(batch, { event_id: 'nobody' })).toEqual(nowhere);
    expect(counts(batch, {})).toEqual(nowhere);
    expect(counts(batch, { event_id: 'nobody', count: 3 })).toEqual({ ...nowhere, wrong: 3, unmatched: 3 });
  });

  test('is no line without an id', () => {
    const anonymous = batchByHand({ nullIn: 'event_id' }, {});
    expect(counts(anonymous, {}, { event_id: '' })).toEqual({ right: 0, wrong: 2, missed: 1, unmatched: 2 });
  });

  test('is one, however many verdicts are on it', () => {
    for (const by of [{ line: 9 }, { raw_sha256: '0'.repeat(64) }, { event_id: 'nobody' }]) {
      expect(counts(batch, by, by, { ...by, rule: 'keys' })).toEqual(nowhere);
      expect(counts(batch, by, { line: 10 })).toEqual({ ...nowhere, wrong: 2, unmatched: 2 });
    }
    const some = { event_id: 'nobody', count: 3 };
    expect(counts(batch, { ...some, count: 2 }, some, { ...some, count: 1 }).unmatched).toBe(3);
  });

  test('is flagged for nothing by every name and field that verdicts give it', () => {
    const { kinds, cells } = gradeOf(
      batch,
      verdictsOn(
        batch,
        { event_id: 'nobody', count: 3, kind: 'null_value', field: 'location' },
        { event_id: 'nobody', count: 2, kind: 'null_value', field: 'event_id' },
        { line: 7, kind: 'torn_line' },
      ),
    );
    expect(kinds).toEqual({
      null_value: { dirty: 1, caught: 0, named: 3, correct: 0 },
      torn_line: { dirty: 0, caught: 0, named: 1, correct: 0 },
    });
    expect(cells).toEqual({ truePositives: 0, falsePositives: 5, falseNegatives: 1, named: 5 });
  });
});

describe('neither way', () => {
  test('count clean events of a driver who has a dirty one', () => {
    const batch = batchByHand({ driver: 'd' }, { driver: 'd', nullIn: 'location' }, {});
    expect(counts(batch, ...onLines(1, 2, 3))).toEqual({ right: 1, wrong: 1, missed: 0, neutral: 1 });
  });

  test('the driver is the clean record’s, whatever the dirty one shows', () => {
    const hidden = batchByHand({ driver: 'd' }, { driver: 'd', nullIn: 'driver_id' });
    expect(counts(hidden, ...onLines(1))).toEqual({ right: 0, wrong: 0, missed: 1, neutral: 1 });
    // Driver d's event stands twice, the second time where e's should: it is e who has a dirty event.
    const copied = batchByHand({ driver: 'd' }, { driver: 'e', copyOf: 1 }, { driver: 'd' }, { driver: 'e' });
    expect(counts(copied, ...onLines(2, 3, 4))).toEqual({ right: 1, wrong: 1, missed: 0, neutral: 1 });
  });

  test('count events of a company whose own record is dirty', () => {
    const batch = batchByHand({ company: 'c' }, { company: 'd' }, { nullIn: 'location' });
    const score = gradeOf(batch, verdictsOn(batch, ...onLines(1, 2)), (company) => company === 'c');
    expect(recordsOf(score)).toEqual({ right: 0, wrong: 1, missed: 1, neutral: 1 });
  });

  test('counts a record whose copies are all flagged, but not one that is flagged for a copy', () => {
    const batch = batchByHand({ driver: 'd' }, { driver: 'd', copyOf: 1 });
    expect(counts(batch, ...onLines(1))).toEqual({ right: 1, wrong: 0, missed: 0 });
    expect(counts(batch, ...onLines(1, 2))).toEqual({ right: 1, wrong: 0, missed: 0, neutral: 1 });
  });

  test('kinds and fields named there are not counted', () => {
    const batch = batchByHand({ driver: 'd' }, { driver: 'd', nullIn: 'location' });
    const { kinds, cells } = gradeOf(
      batch,
      verdictsOn(batch, { line: 1, kind: 'torn_line', field: 'truck_id' }),
    );
    expect(kinds).toEqual({ null_value: { dirty: 1, caught: 0, named: 0, correct: 0 } });
    expect(cells).toEqual({ truePositives: 0, falsePositives: 0, falseNegatives: 1, named: 0 });
  });

  test('counts no company', () => {
    const batch = batchOf(companyJobOf({ quality: qualityOf(0.5) }));
    const all = verdictsOn(batch, ...onLines(...batch.dirty.map((_, i) => i + 1)));
    expect(gradeOf(batch, all, () => true).neutral).toBe(0);
  });
});

describe('kinds', () => {
  const batch = batchByHand({ nullIn: 'location' }, {});

  test('are right or wrong by name; a record may be called several', () => {
    const verdicts = verdictsOn(batch, { line: 1, kind: 'null_value' }, { line: 1, kind: 'missing_field' });
    expect(gradeOf(batch, verdicts).kinds).toEqual({
      null_value: { dirty: 1, caught: 1, named: 1, correct: 1 },
      missing_field: { dirty: 0, caught: 0, named: 1, correct: 0 },
    });
  });

  test.each(['bad_row', '', 'constructor', '__proto__', 'toString'])(
    'that the table lacks are none: %j',
    (kind) => {
      const score = gradeOf(
        batch,
        verdictsOn(batch, { line: 1, kind }, { line: 2, kind }, { line: 9, kind }),
      );
      expect(Object.entries(score.kinds)).toEqual([
        ['null_value', { dirty: 1, caught: 1, named: 0, correct: 0 }],
      ]);
    },
  );
});

const pressed = [
  batchOf(driverJobOf(20, { quality: qualityOf(0.5) }), 'all kinds'),
  batchOf(driverJobOf(5, { quality: qualityOf(0.9, { duplicate: 1, conflicting_duplicate: 1 }) }), 'repeats'),
  batchOf(companyJobOf({ quality: qualityOf(0.5) }), 'companies'),
];

describe.each(pressed)('of the batch with $name', (batch) => {
  const { key } = batch;
  const lines = batch.dirty.map((_, i) => i + 1);
  const dirtyLines = new Set(key.map(({ line }) => line));

  test('all is found by the key’s own lines, kinds and fields', () => {
    const said = key.flatMap(({ line, kind, fields }) => fields.map((field) => ({ line, kind, field })));
    const score = gradeOf(batch, verdictsOn(batch, ...said));
    expectAllFound(score);
    expect(score.cells).toEqual({
      truePositives: said.length,
      falsePositives: 0,
      falseNegatives: 0,
      named: said.length,
    });
  });

  test('all is found by the key’s own hashes and kinds', () => {
    expectAllFound(
      gradeOf(batch, verdictsOn(batch, ...key.map(({ raw_sha256, kind }) => ({ raw_sha256, kind })))),
    );
  });

  function expectAllFound(score: Score): void {
    expect(recordsOf(score)).toEqual({ right: key.length, wrong: 0, missed: 0 });
    for (const { dirty, ...same } of Object.values(score.kinds)) {
      expect(same).toEqual({ caught: dirty, named: dirty, correct: dirty });
    }
  }

  test('nothing is found by no verdict', () => {
    const { truePositives, falsePositives, falseNegatives } = gradeOf(batch, []);
    expect([truePositives, falsePositives, falseNegatives]).toEqual([0, 0, key.length]);
  });

  test('a flag on every line finds all, and is wrong on what nobody may doubt', () => {
    const driverOf = (line: number) => JSON.parse(`${batch.clean[line - 1]}`).driver_id;
    const doubted = new Set([...dirtyLines].map(driverOf).filter((driver) => driver !== undefined));
    const neutral = lines.filter((line) => !dirtyLines.has(line) && doubted.has(driverOf(line))).length;
    expect(gradeOf(batch, verdictsOn(batch, ...onLines(...lines)))).toMatchObject({
      total: lines.length,
      truePositives: key.length,
      falsePositives: lines.length - key.length - neutral,
      falseNegatives: 0,
      neutral,
    });
  });
});
