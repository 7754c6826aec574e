import type { Database } from 'better-sqlite3';
import init from '../../migrations/0001_init.sql' with { type: 'text' };
import feedback from '../../migrations/0002_feedback.sql' with { type: 'text' };
import backfills from '../../migrations/0003_backfills.sql' with { type: 'text' };
import millions from '../../migrations/0004_millions_of_batches.sql' with { type: 'text' };
import chunks from '../../migrations/0005_company_chunks.sql' with { type: 'text' };

/** Every migration in order. They are embedded as text, because the binary has no folder to read them from. */
const MIGRATIONS: readonly string[] = [init, feedback, backfills, millions, chunks];

/**
 * Brings a database to the newest schema; `user_version` counts the migrations that it has had.
 * @throws if a newer Tachograph wrote it.
 */
export function migrate(database: Database): void {
  const applied = schemaOf(database);
  database.transaction(() => {
    for (const sql of MIGRATIONS.slice(applied)) database.exec(sql);
    database.pragma(`user_version = ${MIGRATIONS.length}`);
  })();
}

/** For whoever may not migrate: @throws if the schema is not this version's. */
export function refuseOtherSchema(database: Database): void {
  const applied = schemaOf(database);
  if (applied === MIGRATIONS.length) return;
  throw new Error(
    `the ledger has schema ${applied}, this version reads ${MIGRATIONS.length}: start this Tachograph on it once`,
  );
}

function schemaOf(database: Database): number {
  const applied = database.pragma('user_version', { simple: true }) as number;
  if (applied <= MIGRATIONS.length) return applied;
  throw new Error(
    `the ledger has schema ${applied}, this version knows up to ${MIGRATIONS.length}: start a newer Tachograph on it`,
  );
}
