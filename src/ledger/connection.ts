import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate, refuseOtherSchema } from './migrations.ts';
import { keepStatements } from './statement_cache.ts';

export type Connection = ReturnType<typeof connect>;

export type ConnectOptions = {
  /** For verbs that only look: the file is left as it is, and must be there. */
  readonly readOnly?: boolean;
};

/** There is no data folder to look into. */
export class NoLedger extends Error {
  constructor(file: string, cause: unknown) {
    super(`there is no ledger at ${file}: name the data folder with --data-dir`, { cause });
    this.name = 'NoLedger';
  }
}

/** The file is none that SQLite can read. */
export class BrokenLedger extends Error {
  constructor(file: string, cause: unknown) {
    super(
      `${file} is no ledger: put back a copy, or delete it with ${file}-wal and ${file}-shm; a start without it ` +
        'takes in the batches that are there',
      { cause },
    );
    this.name = 'BrokenLedger';
  }
}

/**
 * Opens the ledger's database, making it if need be.
 * @param file a path, or `:memory:`
 * @throws {NoLedger} read-only, if it is not there
 */
export function connect(file: string, { readOnly = false }: ConnectOptions = {}) {
  const client = readOnly ? openReadOnly(file) : new Database(file);
  try {
    client.pragma('foreign_keys = ON');
    client.pragma('busy_timeout = 5000');
    if (readOnly) refuseOtherSchema(client);
    else {
      client.pragma('journal_mode = WAL');
      client.pragma('synchronous = FULL');
      migrate(client);
    }
  } catch (error) {
    client.close();
    throw (error as { code?: string }).code === 'SQLITE_NOTADB' ? new BrokenLedger(file, error) : error;
  }
  keepStatements(client);
  return drizzle({ client });
}

function openReadOnly(file: string): InstanceType<typeof Database> {
  try {
    return new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new NoLedger(file, error);
  }
}
