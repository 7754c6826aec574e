import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { connect } from '../../src/ledger/connection.ts';
import { migrate } from '../../src/ledger/migrations.ts';
import * as schema from '../../src/ledger/schema.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort();

type Column = { name: string; type: string; notnull: number; pk: number };

function migrated() {
  const database = new Database(':memory:');
  migrate(database);
  return database;
}

function tablesOf(database: ReturnType<typeof migrated>): string[] {
  const rows = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .all() as { name: string }[];
  return rows.map(({ name }) => name);
}

test('migrations are numbered from 1 without a hole', () => {
  expect(FILES.map((name) => Number(name.slice(0, 4)))).toEqual(FILES.map((_, i) => i + 1));
});

test('every migration in the folder is embedded', () => {
  const database = migrated();
  expect(database.pragma('user_version', { simple: true })).toBe(FILES.length);
  const byHand = new Database(':memory:');
  for (const name of FILES) byHand.exec(readFileSync(new URL(name, FOLDER), 'utf8'));
  const sql = (each: typeof database) =>
    each.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
  expect(sql(database)).toEqual(sql(byHand));
});

test('a database that is up to date is left as it is', () => {
  const database = migrated();
  database.exec("INSERT INTO datasets (seed, started_at) VALUES (1, '2025-11-09T12:00:00.000Z')");
  migrate(database);
  expect(database.prepare('SELECT count(*) AS count FROM datasets').get()).toEqual({ count: 1 });
});

test('a database of a newer version is refused and left as it is', () => {
  const database = migrated();
  database.pragma(`user_version = ${FILES.length + 1}`);
  expect(() => migrate(database)).toThrow('newer Tachograph');
  expect(database.pragma('user_version', { simple: true })).toBe(FILES.length + 1);
});

const TABLES = (Object.values(schema) as unknown[])
  .filter((value): value is SQLiteTable => is(value, SQLiteTable))
  .map((table) => getTableConfig(table));

test('the schema in the code has the tables of the migrations', () => {
  expect(TABLES.map(({ name }) => name).sort()).toEqual(tablesOf(migrated()));
});

for (const table of TABLES) {
  test(`the schema in the code has the columns of the migrations: ${table.name}`, () => {
    const found = migrated().pragma(`table_info(${table.name})`) as Column[];
    const actual = found.map(({ name, type, notnull, pk }) => ({
      name,
      type,
      // SQLite does not say NOT NULL of an integer primary key, which never is null.
      required: notnull === 1 || pk > 0,
    }));
    const declared = table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      required: column.notNull || column.primary,
    }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(declared.sort(byName)).toEqual(actual.sort(byName));
  });
}

test('every connection is durable and checks references', () => {
  const { $client } = connect(':memory:');
  expect($client.pragma('synchronous', { simple: true })).toBe(2);
  expect($client.pragma('foreign_keys', { simple: true })).toBe(1);
});
