import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ledger } from '../../src/ledger/ledger.ts';
import { runs } from '../../src/ledger/schema.ts';
import { at } from '../fixtures.ts';
import { addBatch, beginRun } from './ledger_fixture.ts';

let root = '';
let file = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tachograph-ledger-'));
  file = join(root, 'ledger.sqlite');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a ledger that is opened again says what it said', () => {
  const first = new Ledger(file);
  const { id } = first.beginDataset(42, at('11:00:00'));
  beginRun(first, id, 'run-1');
  addBatch(first, { datasetId: id, latenessUs: 750 });
  addBatch(first, { datasetId: id, number: 2, start: '12:00:10', state: 'staged' });
  const told = [first.published(id), first.planned(), first.openDataset()];
  first.close();

  const second = new Ledger(file);
  expect([second.published(id), second.planned(), second.openDataset()]).toEqual(told);
  expect(second.published(id)[0]).toMatchObject({ latenessUs: 750, intervalStart: at('12:00:00') });
  second.close();
});

test('a ledger that a newer version wrote is not opened, and the message says what to do', () => {
  new Ledger(file).close();
  const database = new Database(file);
  database.pragma('user_version = 99');
  database.close();
  expect(() => new Ledger(file)).toThrow(/schema 99.*start a newer Tachograph/);
});

test('times stand in the file as ISO text, which sorts as they do', () => {
  const ledger = new Ledger(file);
  const { id } = ledger.beginDataset(42, at('11:00:00.007'));
  beginRun(ledger, id, 'run-1');
  addBatch(ledger, { datasetId: id });
  ledger.close();
  const database = new Database(file);
  expect(database.prepare('SELECT started_at FROM datasets').get()).toEqual({
    started_at: '2025-11-09T11:00:00.007Z',
  });
  expect(database.prepare('SELECT interval_start, interval_end FROM batches').get()).toEqual({
    interval_start: '2025-11-09T12:00:00.000Z',
    interval_end: '2025-11-09T12:00:10.000Z',
  });
  database.close();
});

test('a run and a dataset end once they are told to', () => {
  const ledger = new Ledger(file);
  const { id } = ledger.beginDataset(42, at('11:00:00'));
  beginRun(ledger, id, 'run-1');
  beginRun(ledger, id, 'run-2');
  ledger.endRun('run-1', at('12:00:00'));
  const ends = ledger.connection.select({ id: runs.id, endedAt: runs.endedAt }).from(runs).all();
  expect(ends).toEqual([
    { id: 'run-1', endedAt: at('12:00:00') },
    { id: 'run-2', endedAt: null },
  ]);
  ledger.markRemoved([], { dataset: id, endedAt: at('12:00:00') });
  expect(ledger.openDataset()).toBeNull();
  ledger.close();
});

test('of runs with one config the newest is told, the newest config first', () => {
  const ledger = new Ledger(file);
  const { id: datasetId } = ledger.beginDataset(42, at('11:00:00'));
  const begin = (id: string, config: string, started: string) =>
    ledger.beginRun({
      id,
      datasetId,
      mode: 'emulated',
      seed: 42,
      config,
      configHash: `hash of ${config}`,
      version: '0.0.0',
      generatorVersion: 1,
      startedMs: at(started),
    });
  begin('a-old', '{"a":1}', '11:00:00');
  begin('b', '{"b":1}', '11:30:00');
  begin('a-new', '{"a":1}', '12:00:00');
  expect(ledger.runsByConfig().map(({ id, config }) => [id, config])).toEqual([
    ['a-new', '{"a":1}'],
    ['b', '{"b":1}'],
  ]);
  ledger.close();
});
