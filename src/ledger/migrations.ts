import type { Database } from 'better-sqlite3';
import init from '../../migrations/0001_init.sql' with { type: 'text' };

/** Every migration in order. They are embedded as text, because the binary has no folder to read them from. */
const MIGRATIONS: readonly string[] = [init];

/**
 * Brings a database to the newest schema; `user_version` counts the migrations that it has had.
 * @throws if a newer Tachograph wrote it.
 */
export function migrate(database: Database): void {
  const applied = database.pragma('user_version', { simple: true }) as number;
  if (applied > MIGRATIONS.length) {
    throw new Error(
      `the ledger has schema ${applied}, this version knows up to ${MIGRATIONS.length}: start a newer Tachograph on it`,
    );
  }
  database.transaction(() => {
    for (const sql of MIGRATIONS.slice(applied)) database.exec(sql);
    database.pragma(`user_version = ${MIGRATIONS.length}`);
  })();
}
