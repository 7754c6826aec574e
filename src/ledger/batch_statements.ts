import type { Database, Statement } from 'better-sqlite3';
import { batchIdOf } from '../plan/batch_id.ts';
import type { KeptEvent } from './kept_event.ts';
import type { NewPlan, PublishedFacts, StagedFacts } from './rows.ts';

/**
 * What is written with every batch, prepared once: a backfill writes thousands a second, and building such a statement takes
 * longer than running it.
 */
export class BatchStatements {
  readonly #plan: Statement;
  readonly #stage: Statement;
  readonly #dropIssues: Statement;
  readonly #addIssue: Statement;
  readonly #publish: Statement;
  readonly #keep: Statement;

  constructor(client: Database) {
    this.#plan = client.prepare(`
      INSERT INTO batches (dataset_id, run_id, generator, number, batch_id, interval_start, interval_end, seed, state, mode,
        cause, pool_from, pool_to, generator_version, planned_at)
      VALUES (@datasetId, @runId, @generator, @number, @batchId, @start, @end, @seed, 'planned', @mode,
        @cause, @poolFrom, @poolTo, @generatorVersion, @plannedAt)`);
    this.#stage = client.prepare(`
      UPDATE batches SET record_count = @recordCount, valid_count = @recordCount - @corruptedCount,
        corrupted_count = @corruptedCount, bytes = @bytes, sha256 = @sha256, generation_ms = @generationMs, facts = @facts
      WHERE id = @row AND state = 'planned'`);
    this.#dropIssues = client.prepare('DELETE FROM batch_issues WHERE batch = ?');
    this.#addIssue = client.prepare('INSERT INTO batch_issues (batch, kind, count) VALUES (?, ?, ?)');
    this.#publish = client.prepare(`
      UPDATE batches SET state = 'published', published_at = @publishedAt, lateness_us = @latenessUs,
        generation_timestamp = @generationTimestamp, file_offset = @fileOffset
      WHERE id = @row AND state = 'planned'`);
    this.#keep = client.prepare('INSERT INTO events (at, type, payload) VALUES (?, ?, ?)');
  }

  /** @returns its row */
  plan({ plan, ...given }: NewPlan): number {
    const { lastInsertRowid } = this.#plan.run({
      datasetId: given.datasetId,
      runId: given.runId,
      generator: plan.generator,
      number: plan.number,
      batchId: batchIdOf(plan.interval.startMs),
      start: iso(plan.interval.startMs),
      end: iso(plan.interval.endMs),
      seed: plan.seed,
      mode: plan.mode,
      cause: given.cause,
      poolFrom: plan.poolFrom,
      poolTo: plan.poolTo,
      generatorVersion: given.generatorVersion,
      plannedAt: iso(given.plannedMs),
    });
    return Number(lastInsertRowid);
  }

  /** @throws if the row is no planned batch */
  stage(row: number, { issues, ...staged }: StagedFacts): void {
    const { recordCount, corruptedCount, bytes, sha256, generationMs, facts } = staged;
    const columns = { row, recordCount, corruptedCount, bytes, sha256, generationMs, facts };
    assertOne(this.#stage.run(columns).changes, row);
    this.#dropIssues.run(row);
    for (const [kind, count] of Object.entries(issues)) this.#addIssue.run(row, kind, count);
  }

  /** @throws if the row is no planned batch */
  publish({ row, publishedMs, latenessUs, generationTimestampMs, fileOffset }: PublishedFacts): void {
    const { changes } = this.#publish.run({
      row,
      publishedAt: iso(publishedMs),
      latenessUs,
      generationTimestamp: iso(generationTimestampMs),
      fileOffset,
    });
    assertOne(changes, row);
  }

  /** @returns its id */
  keep({ atMs, type, payload }: KeptEvent): number {
    return Number(this.#keep.run(iso(atMs), type, JSON.stringify(payload)).lastInsertRowid);
  }
}

/** Whoever publishes a batch that is not planned would leave readers with one that the ledger does not know. */
function assertOne(changes: number, row: number): void {
  if (changes !== 1) throw new Error(`row ${row} of the ledger is no planned batch`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
