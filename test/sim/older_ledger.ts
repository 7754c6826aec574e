import type { Ledger } from '../../src/ledger/ledger.ts';

/** Everything that a ledger held at some time, by table. */
export type LedgerCopy = ReadonlyMap<string, readonly Record<string, unknown>[]>;

/** A backup of a ledger, as a person makes one. */
export function copyOf(ledger: Ledger): LedgerCopy {
  const db = ledger.connection.$client;
  return new Map(
    tablesOf(ledger).map((table) => [
      table,
      db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[],
    ]),
  );
}

/** Puts a backup in the place of what the ledger holds. Ids that were given out since are not given out again. */
export function restore(ledger: Ledger, copy: LedgerCopy): void {
  const db = ledger.connection.$client;
  db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    for (const table of tablesOf(ledger)) {
      db.exec(`DELETE FROM ${table}`);
      for (const row of copy.get(table) ?? []) {
        const columns = Object.keys(row);
        db.prepare(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        ).run(Object.values(row));
      }
    }
  })();
  db.pragma('foreign_keys = ON');
}

function tablesOf(ledger: Ledger): string[] {
  return ledger.connection.$client
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as unknown as string[];
}
