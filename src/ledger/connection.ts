import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from './migrations.ts';

export type Connection = ReturnType<typeof connect>;

/**
 * Opens the ledger's database, making it if need be.
 * @param file a path, or `:memory:`
 */
export function connect(file: string) {
  const client = new Database(file);
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('foreign_keys = ON');
  client.pragma('busy_timeout = 5000');
  migrate(client);
  return drizzle({ client });
}
