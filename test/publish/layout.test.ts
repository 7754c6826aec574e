import { expect, test } from 'vitest';
import { Layout } from '../../src/publish/layout.ts';

const ID = '20251109T120000Z';
const layout = new Layout('/data');

// People and pipelines have these paths in their scripts.
test('everything stands where the README says', () => {
  expect(layout.companies).toBe('/data/raw/companies.jsonl');
  expect(layout.eventLines(ID)).toBe(`/data/raw/events/${ID}/events.jsonl`);
  expect(layout.eventMeta(ID)).toBe(`/data/raw/events/${ID}/batch_meta.json`);
  expect(layout.ledger).toBe('/data/manifests/ledger.sqlite');
  expect(layout.lock).toBe('/data/manifests/lock.sqlite');
  expect(layout.lockHolder).toBe('/data/manifests/lock.json');
  expect(layout.generatorState).toBe('/data/manifests/generator_state.json');
  expect(layout.batchManifest).toBe('/data/manifests/batch_manifest.json');
  expect(layout.datasetSummary).toBe('/data/manifests/dataset.md');
  expect(layout.companyMeta(ID)).toBe(`/data/manifests/company_batches/${ID}.json`);
  expect(layout.answerKeys).toBe('/data/manifests/answer_key');
  expect(layout.logs).toBe('/data/manifests/logs');
});

test('a staged batch has a folder of its own for each generator, outside of what readers read', () => {
  expect(layout.stagedLines('driver', ID)).toBe(`/data/staging/driver/${ID}/events.jsonl`);
  expect(layout.stagedMeta('driver', ID)).toBe(`/data/staging/driver/${ID}/batch_meta.json`);
  expect(layout.stagedLines('company', ID)).toBe(`/data/staging/company/${ID}/companies.jsonl`);
  expect(layout.stagedMeta('company', ID)).toBe(`/data/staging/company/${ID}/batch_meta.json`);
});

test('the folders that are kept are those that the files stand in', () => {
  expect(layout.folders).toEqual([
    '/data/raw/events',
    '/data/manifests/company_batches',
    '/data/manifests/logs',
    '/data/staging/company',
    '/data/manifests/answer_key/company',
    '/data/staging/driver',
    '/data/manifests/answer_key/driver',
  ]);
});

test('the lines of a batch: a file of its own, or a part of companies.jsonl', () => {
  expect(layout.linesOf({ generator: 'driver', batchId: ID, fileOffset: null, bytes: 70 })).toEqual({
    path: layout.eventLines(ID),
    offset: 0,
    bytes: 70,
  });
  expect(layout.linesOf({ generator: 'company', batchId: ID, fileOffset: 300, bytes: 70 })).toEqual({
    path: layout.companies,
    offset: 300,
    bytes: 70,
  });
  expect(layout.linesOf({ generator: 'driver', batchId: ID, fileOffset: null, bytes: null }).bytes).toBe(0);
});

test('a root may be written in any way', () => {
  expect(new Layout('data/').companies).toBe('data/raw/companies.jsonl');
  expect(new Layout('./data').events).toBe('data/raw/events');
});
