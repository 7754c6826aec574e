import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOTHING, plus, type Score } from '../../src/grade/score.ts';
import { Feedback, type GradeScope, type Stage, type StageStatus } from '../../src/ledger/feedback.ts';
import type { GradeSum } from '../../src/ledger/grade_sums.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Generator } from '../../src/plan/batch.ts';
import { at } from '../fixtures.ts';
import { addBatch, openLedger } from './ledger_fixture.ts';

const GENERATORS: readonly Generator[] = ['company', 'driver'];
/** Of each generator; rows of more than two sums of the lowest level. */
const BATCHES = 80;
const FIRST_MS = at('12:00:00');
const INTERVAL_MS = 10_000;

function scoreOf(total: number): Score {
  return { ...NOTHING, total, kinds: { null_value: { dirty: total, caught: 1, named: 0, correct: 0 } } };
}

/** A ledger with batches of both generators, row by row in turn, and what is known of the feedback on them. */
function reported() {
  const { ledger, datasetId } = openLedger();
  const feedback = new Feedback(ledger.connection);
  const rows: { row: number; generator: Generator; number: number; endMs: number }[] = [];
  for (let number = 1; number <= BATCHES; number++) {
    for (const generator of GENERATORS) {
      const startMs = FIRST_MS + (number - 1) * INTERVAL_MS;
      const start = new Date(startMs).toISOString().slice(11, 19);
      rows.push({
        row: addBatch(ledger, { generator, number, start }),
        generator,
        number,
        endMs: startMs + INTERVAL_MS,
      });
    }
  }
  const report = (row: number, pipeline: string, status: StageStatus, stage: Stage = 'silver') =>
    feedback.reportStage(
      { batch: row, pipeline, stage, status, atMs: 0, accepted: null, rejected: null, latencyMs: 0 },
      { atMs: 0, type: 'stage', payload: {} },
    );
  return { ledger, feedback, datasetId, rows, report };
}

/** Adds up until nothing is left to add up. */
function whole(feedback: Feedback, scope: GradeScope): GradeSum {
  for (;;) {
    const sum = feedback.sums.of(scope);
    if (sum.isWhole) return sum;
  }
}

const everything = { pipeline: 'p', generator: 'driver', last: null, fromMs: null, toMs: null } as const;

/** What the sums should be, from the rows alone. */
function naive({ connection }: Ledger, scope: GradeScope) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const rows = connection.$client
    .prepare(
      `SELECT (SELECT status FROM stage_reports WHERE batch = id AND pipeline = @pipeline AND stage = 'silver') AS status,
        (SELECT score FROM scores WHERE batch = id AND pipeline = @pipeline) AS score, interval_end AS end
      FROM batches WHERE dataset_id = @datasetId AND generator = @generator AND state IN ('published', 'removed')
      ORDER BY number DESC LIMIT @last`,
    )
    .all({ ...scope, last: scope.last ?? -1 }) as {
    status: string | null;
    score: string | null;
    end: string;
  }[];
  const inScope = rows.filter(
    ({ end }) =>
      (scope.fromMs === null || end > iso(scope.fromMs)) && (scope.toMs === null || end <= iso(scope.toMs)),
  );
  const done = inScope.filter(({ status }) => status === 'done');
  return {
    batches: inScope.length,
    graded: done.length,
    unscored: done.filter(({ score }) => score === null).length,
    score: done.reduce((sum, { score }) => plus(sum, score === null ? NOTHING : JSON.parse(score)), NOTHING),
  };
}

const row = fc.nat(2 * BATCHES - 1);
const pipeline = fc.constantFrom('p', 'q');
const step = fc.oneof(
  fc.record({
    kind: fc.constant('report' as const),
    row,
    pipeline,
    status: fc.constantFrom('done', 'failed'),
  }),
  fc.record({ kind: fc.constant('report' as const), row, pipeline, status: fc.constant('done') }),
  fc.record({ kind: fc.constant('score' as const), row, pipeline, total: fc.nat(9) }),
  fc.record({ kind: fc.constant('submit' as const), row, pipeline }),
  fc.record({ kind: fc.constant('remove' as const), row }),
  fc.record({ kind: fc.constant('ask' as const), pipeline }),
);
const instant = fc.option(
  fc.integer({ min: FIRST_MS - INTERVAL_MS, max: FIRST_MS + (BATCHES + 1) * INTERVAL_MS }),
);
const scopes = fc.oneof(
  fc.record({
    last: fc.integer({ min: 1, max: BATCHES + 5 }),
    fromMs: fc.constant(null),
    toMs: fc.constant(null),
  }),
  fc.record({ last: fc.constant(null), fromMs: instant, toMs: instant }),
);

test('sums are those of the rows, whatever was reported, scored, submitted or removed, and asked in between', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 30, maxLength: 120, size: 'max' }),
      fc.array(fc.record({ scope: scopes, pipeline, generator: fc.constantFrom(...GENERATORS) }), {
        minLength: 6,
      }),
      (steps, asked) => {
        const { ledger, feedback, datasetId, rows, report } = reported();
        // All is kept at first.
        for (const each of rows) {
          report(each.row, 'p', 'done');
          feedback.keepScore(each.row, 'p', null, JSON.stringify(scoreOf(each.number)));
        }
        for (const generator of GENERATORS) whole(feedback, { ...everything, datasetId, generator });
        let submissions = 0;
        for (const each of steps) {
          if (each.kind === 'ask') whole(feedback, { ...everything, datasetId, pipeline: each.pipeline });
          else if (each.kind === 'remove') ledger.markRemoved([rows[each.row]!.row]);
          else if (each.kind === 'report')
            report(rows[each.row]!.row, each.pipeline, each.status as StageStatus);
          else if (each.kind === 'submit') {
            const submission = `s${++submissions}`;
            feedback.submit(rows[each.row]!.row, each.pipeline, { submission, count: 1, atMs: 0 });
          } else
            feedback.keepScore(rows[each.row]!.row, each.pipeline, null, JSON.stringify(scoreOf(each.total)));
        }
        for (const { scope, ...of } of [
          { scope: everything, pipeline: 'p', generator: 'driver' as const },
          ...asked,
        ]) {
          const given = { ...everything, ...scope, ...of, datasetId };
          const { isWhole, unscored, ...sum } = whole(feedback, given);
          expect({ ...sum, unscored: unscored.length }).toEqual(naive(ledger, given));
        }
        ledger.close();
      },
    ),
    { numRuns: 25 },
  );
});

test('sums are kept, but not those that the newest report is in', () => {
  const { ledger, feedback, datasetId, rows, report } = reported();
  for (const each of rows) {
    report(each.row, 'p', 'done');
    feedback.keepScore(each.row, 'p', null, JSON.stringify(scoreOf(1)));
  }
  whole(feedback, { ...everything, datasetId });
  const kept = () => ledger.connection.$client.prepare('SELECT level, part, graded FROM grade_sums').all();
  expect(kept()).toEqual([
    // Rows start with 1, and those of companies count in another sum.
    { level: 0, part: 0, graded: 31 },
    { level: 0, part: 1, graded: 32 },
  ]);
  report(rows[0]!.row, 'p', 'done', 'bronze');
  expect(kept().length).toBe(2);
  report(rows[0]!.row, 'p', 'failed');
  expect(kept()).toEqual([{ level: 0, part: 1, graded: 32 }]);
  ledger.finishClean(datasetId, null, new Map(), { atMs: 0, type: 'lifecycle', payload: {} });
  expect(kept()).toEqual([]);
});

test('after a clean by mode neither sums nor counts hold what was cleaned', () => {
  const { ledger, feedback, datasetId, rows, report } = reported();
  for (const each of rows) {
    report(each.row, 'p', 'done');
    feedback.keepScore(each.row, 'p', null, JSON.stringify(scoreOf(1)));
  }
  whole(feedback, { ...everything, datasetId });
  const ids = rows.filter(({ number }) => number % 3 === 0).map((each) => each.row);
  ledger.connection.$client.exec(`UPDATE batches SET mode = 'production' WHERE id IN (${ids})`);
  ledger.finishClean(datasetId, 'production', new Map(), { atMs: 0, type: 'lifecycle', payload: {} });
  const range = { fromMs: FIRST_MS + 5 * INTERVAL_MS, toMs: FIRST_MS + 70 * INTERVAL_MS };
  for (const scope of [{}, { last: 20 }, range]) {
    const given = { ...everything, ...scope, datasetId };
    const { isWhole, unscored, ...sum } = whole(feedback, given);
    expect({ ...sum, unscored: unscored.length }).toEqual(naive(ledger, given));
  }
});
