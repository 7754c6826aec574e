import type { Database, Statement } from 'better-sqlite3';

/** More than there are queries whose text does not vary. */
const MOST_STATEMENTS = 128;

/**
 * Has a connection prepare each text once. A prepared statement is kilobytes that the collector does not see and so does not hurry
 * to free: with one for every query an idle service grew by megabytes. Preparing also takes longer than most queries.
 */
export function keepStatements(client: Database): void {
  const kept = new Map<string, Statement>();
  const prepare = client.prepare.bind(client) as (text: string) => Statement;
  const prepareOnce = (text: string): Statement => {
    const statement = kept.get(text) ?? prepare(text);
    // As a new one is, whatever its last user wanted of it.
    if (statement.reader) statement.raw(false);
    // The newest stand last.
    kept.delete(text);
    kept.set(text, statement);
    if (kept.size > MOST_STATEMENTS) kept.delete(kept.keys().next().value!);
    return statement;
  };
  client.prepare = prepareOnce as typeof client.prepare;
}
