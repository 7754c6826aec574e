import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';

/** SQL reads these with `getvariable('name')`; so a file of SQL runs in DuckDB's shell as it stands. */
type Variables = Readonly<Record<string, string | number>>;

const ROOT = join(import.meta.dirname, '..');
const SCRIPTS = new Map<string, string>();

/** A value of a row that is added: a number is an INTEGER, a bigint a BIGINT. */
type Cell = string | number | bigint | Uint8Array | null;

/** A row as plain values; timestamps and big numbers are text. */
export type Row = Record<string, string | number | boolean | null>;

/** The text of a file of SQL, such as `silver/parse.sql`. */
export function sqlOf(path: string): string {
  const known = SCRIPTS.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(join(ROOT, path), 'utf8');
  SCRIPTS.set(path, text);
  return text;
}

/** A session on the DuckDB file; what it creates as temporary is its own. */
export class Warehouse {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  /** The folder that holds the DuckDB file and the Parquet files. */
  readonly folder: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.folder = folder;
  }

  /** Opens `warehouse.duckdb` in the folder, made if it is not there. @throws if another process has it open */
  static async open(folder: string): Promise<Warehouse> {
    mkdirSync(folder, { recursive: true });
    // One thread: batches are small, and the service beside it wants its core.
    const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'), { threads: '1' });
    const warehouse = new Warehouse(instance, await instance.connect(), folder);
    await warehouse.run(sqlOf('warehouse/schema.sql'));
    return warehouse;
  }

  /** Another session on the same file, which may run beside this one. */
  async session(): Promise<Warehouse> {
    return new Warehouse(this.#instance, await this.#instance.connect(), this.folder);
  }

  /** Runs one or more statements. */
  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  /** Runs a file of SQL. */
  async runFile(path: string): Promise<void> {
    await this.run(sqlOf(path));
  }

  async rows<T extends Row = Row>(sql: string, values: readonly DuckDBValue[] = []): Promise<T[]> {
    const reader = await this.#connection.runAndReadAll(sql, [...values]);
    return reader.getRowObjectsJson() as unknown as T[];
  }

  async set(variables: Variables): Promise<void> {
    const statements = Object.entries(variables).map(([name, value]) => {
      const literal = typeof value === 'number' ? `${value}` : `'${value.replaceAll("'", "''")}'`;
      return `SET VARIABLE ${name} = ${literal};`;
    });
    await this.run(statements.join('\n'));
  }

  /** All of `work` or, if it throws or the process dies, nothing of it. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN');
    try {
      const result = await work();
      await this.run('COMMIT');
      return result;
    } catch (error) {
      await this.run('ROLLBACK');
      throw error;
    }
  }

  /** Adds rows to a table, fast. */
  async append(schema: string, table: string, rows: readonly (readonly Cell[])[]): Promise<void> {
    const appender = await this.#connection.createAppender(table, schema);
    for (const row of rows) {
      for (const value of row) {
        if (value === null) appender.appendNull();
        else if (typeof value === 'number') appender.appendInteger(value);
        else if (typeof value === 'bigint') appender.appendBigInt(value);
        else if (typeof value === 'string') appender.appendVarchar(value);
        else appender.appendBlob(value);
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
