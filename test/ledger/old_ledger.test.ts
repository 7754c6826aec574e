import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeYear } from '../../bench/ledger/year_of_batches.ts';
import { inTempFolder } from '../../bench/temp_folder.ts';
import { NOTHING, plus } from '../../src/grade/score.ts';
import { Feedback } from '../../src/ledger/feedback.ts';
import { History } from '../../src/ledger/history.ts';
import { Ledger } from '../../src/ledger/ledger.ts';

// biome-ignore lint/suspicious/noExplicitAny: what columns there are, each query says
type Row = any;

const DATASET = 1;
const BATCHES = 1000;
const GRADED = 200;

/** Takes back what migrations 4 and 5 brought, and adds what a ledger of its time may hold: a submission that was cut. */
function makeOld(file: string): void {
  const database = new Database(file);
  database.exec(`
    DROP INDEX batches_by_state; DROP INDEX batches_on_schedule; DROP TABLE grade_sums; DROP TABLE open_submissions;
    DROP TRIGGER company_chunk_is_out_of_date; DROP TRIGGER company_chunk_lacks_a_batch; DROP TABLE company_chunks;
    INSERT INTO verdict_parts VALUES ('cut', 0, '{}');
    UPDATE batches SET state = 'removed' WHERE number % 7 = 0;
    INSERT INTO batches SELECT NULL, dataset_id, run_id, generator, number + 1, 'next', interval_start, '2030-01-01T00:00:00.000Z', seed + 1,
      'planned', mode, cause, 1, 1, 2, planned_at, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM batches ORDER BY id DESC LIMIT 1;
    PRAGMA user_version = 3`);
  database.close();
}

/** What the old version answered: read from all rows. */
function answersOf(file: string) {
  const database = new Database(file, { readonly: true });
  const all = (sql: string) => database.prepare(sql).all() as Row[];
  const ofDriver = `FROM batches WHERE generator = 'driver' AND state IN ('published', 'removed')`;
  const scores = all(
    `SELECT score FROM scores JOIN stage_reports USING (batch, pipeline) WHERE pipeline = 'default' AND stage = 'silver' AND status = 'done'`,
  );
  const answers = {
    position: all(
      `SELECT max(number) + 1 AS nextNumber, max(interval_end) AS end, max(seed) AS highestSeed ${ofDriver}`,
    )[0],
    companyBytes: all(
      `SELECT max(file_offset + bytes) AS bytes FROM batches WHERE generator = 'company' AND state = 'published'`,
    )[0]!.bytes,
    page: all(`SELECT id FROM batches WHERE state = 'published' AND id < 1500 ORDER BY id DESC LIMIT 50`).map(
      ({ id }) => id,
    ),
    lateness: all(
      `SELECT lateness_us AS us FROM batches WHERE lateness_us IS NOT NULL ORDER BY id DESC LIMIT 1000`,
    ).map(({ us }) => us),
    graded: scores.length,
    batches: all(`SELECT count(*) AS n ${ofDriver}`)[0]!.n,
    score: scores.reduce((sum, { score }) => plus(sum, JSON.parse(score)), NOTHING),
  };
  database.close();
  return answers;
}

test('a ledger of before answers the same, and its cut submissions are gone', () =>
  inTempFolder(async (folder) => {
    const file = join(folder, 'ledger.sqlite');
    makeYear(file, { rows: 2 * BATCHES, graded: GRADED });
    makeOld(file);
    const before = answersOf(file);

    const ledger = new Ledger(file);
    const { connection } = ledger;
    const history = new History(connection);
    const feedback = new Feedback(connection);
    const { nextNumber, publishedToMs, highestSeed } = ledger.position(DATASET, 'driver');
    expect({ nextNumber, end: new Date(publishedToMs!).toISOString(), highestSeed }).toEqual(before.position);
    expect(ledger.companyBytes(DATASET)).toBe(before.companyBytes!);
    expect(history.batches(DATASET, { before: 1500, limit: 50 }).map(({ id }) => id)).toEqual(before.page);
    expect(history.lateness(DATASET).max).toBe(Math.max(...before.lateness));
    expect(ledger.planned().map(({ batchId }) => batchId)).toEqual(['next']);
    const scope = {
      datasetId: DATASET,
      pipeline: 'default',
      generator: 'driver',
      last: null,
      fromMs: null,
      toMs: null,
    } as const;
    for (;;) {
      const { isWhole, graded, batches, score } = feedback.sums.of(scope);
      if (!isWhole) continue;
      expect({ graded, batches, score }).toEqual({
        graded: before.graded,
        batches: before.batches,
        score: before.score,
      });
      break;
    }
    expect(feedback.partsOf('cut')).toEqual([]);
    expect(feedback.partsOf(`default-${BATCHES}`).length).toBe(1);
    ledger.close();
  }));
