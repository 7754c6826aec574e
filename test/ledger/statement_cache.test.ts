import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { keepStatements } from '../../src/ledger/statement_cache.ts';

function openKept(): InstanceType<typeof Database> {
  const client = new Database(':memory:');
  client.exec('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2)');
  keepStatements(client);
  return client;
}

test('a text is prepared once', () => {
  const client = openKept();
  const text = 'SELECT n FROM t WHERE n > ?';
  expect(client.prepare(text)).toBe(client.prepare(text));
  expect(client.prepare(text).all(0)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(client.prepare(text).all(1)).toEqual([{ n: 2 }]);
  client.close();
});

test('nobody sees what the last user of a statement wanted of it', () => {
  const client = openKept();
  const text = 'SELECT n FROM t';
  expect(client.prepare(text).raw().get()).toEqual([1]);
  expect(client.prepare(text).get()).toEqual({ n: 1 });
  client.prepare('DELETE FROM t').run();
  client.prepare('DELETE FROM t').run();
  expect(client.prepare(text).all()).toEqual([]);
  client.close();
});

test('what is prepared most often stays, however many texts vary', () => {
  const client = openKept();
  const often = client.prepare('SELECT n FROM t');
  const once = client.prepare('SELECT n + 1 FROM t');
  for (let i = 0; i < 1000; i++) {
    client.prepare(`SELECT ${i} FROM t`);
    expect(client.prepare('SELECT n FROM t')).toBe(often);
  }
  expect(client.prepare('SELECT n + 1 FROM t')).not.toBe(once);
  client.close();
});

test('a text that is wrong is refused each time', () => {
  const client = openKept();
  for (let i = 0; i < 2; i++) expect(() => client.prepare('SELECT FROM')).toThrow('syntax error');
  client.close();
});
