import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchesIn } from '../../examples/reference_detector/data_folder.ts';
import { type Batch, detect } from '../../examples/reference_detector/detect.ts';
import { qualityOf, sample } from '../../examples/reference_detector/measure/sample.ts';
import { ndjsonOf } from '../../examples/reference_detector/post.ts';

const MAIN = join(import.meta.dirname, '../../examples/reference_detector/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'tachograph-detector-'));
const data = join(folder, 'data');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Three batches of ten companies, then five of up to twenty events. */
const batches = [
  ...sample({
    companyBatches: 3,
    companiesPerBatch: 10,
    driverBatches: 5,
    eventCount: { kind: 'uniform', min: 5, max: 20 },
    intervalMs: 10_000,
    quality: qualityOf(0.3),
    seed: 42,
  }),
].map(({ batch }) => batch);

beforeAll(() => {
  const companies = batches.filter(({ generator }) => generator === 'company');
  mkdirSync(join(data, 'raw/events'), { recursive: true });
  mkdirSync(join(data, 'manifests/company_batches'), { recursive: true });
  let offset = 0;
  for (const batch of companies) {
    const meta = { ...metaOf(batch), file_offset: offset, file_length: batch.bytes.length };
    offset += batch.bytes.length;
    writeFileSync(join(data, `manifests/company_batches/${batch.batchId}.json`), JSON.stringify(meta));
  }
  const unfinished = Buffer.from('{"company_id":"5d2fe6ae-08e9-40');
  writeFileSync(
    join(data, 'raw/companies.jsonl'),
    Buffer.concat([...companies.map(({ bytes }) => bytes), unfinished]),
  );
  for (const batch of batches.filter(({ generator }) => generator === 'driver')) {
    const events = join(data, 'raw/events', batch.batchId);
    mkdirSync(events);
    writeFileSync(join(events, 'events.jsonl'), batch.bytes);
    writeFileSync(join(events, 'batch_meta.json'), JSON.stringify(metaOf(batch)));
  }
});

function metaOf({ generator, batchId, intervalStartMs, intervalEndMs }: Batch) {
  return {
    generator,
    batch_id: batchId,
    interval_start: new Date(intervalStartMs).toISOString(),
    interval_end: new Date(intervalEndMs).toISOString(),
  };
}

/** Runs the example; its environment has no token but `token`. */
async function run(args: readonly string[], token = '') {
  const env = { ...process.env, TACHOGRAPH_API_TOKEN: token };
  const child = Bun.spawn(['bun', MAIN, ...args], { env, stdout: 'pipe', stderr: 'pipe' });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { stdout, stderr, exitCode: await child.exited };
}

test('a data folder gives back the batches that were published, companies first', () => {
  const found = [...batchesIn(data)];
  const bare = ({ companies: _, ...batch }: Batch) => ({ ...batch, bytes: Buffer.from(batch.bytes) });
  expect(found.map(bare)).toEqual(batches.map(bare));
  expect(found.map((batch) => detect(batch))).toEqual(batches.map((batch) => detect(batch)));
});

test('a folder with nothing in it has no batches', () => {
  expect([...batchesIn(join(folder, 'nothing'))]).toEqual([]);
});

test('events whose companies somebody deleted are not all orphans', () => {
  const copy = join(folder, 'without companies');
  cpSync(data, copy, { recursive: true });
  rmSync(join(copy, 'raw/companies.jsonl'));
  const found = [...batchesIn(copy)];
  expect(found.map(({ generator }) => generator)).toEqual(Array(5).fill('driver'));
  const withCompanies = [...batchesIn(data)].filter(({ generator }) => generator === 'driver');
  expect(found.map((batch) => detect(batch).length)).toEqual(
    withCompanies.map((batch) => detect(batch).length),
  );
});

test('a company that was there in an earlier batch is not new', () => {
  const [first] = batches as [Batch];
  const [, second] = [...batchesIn(data)] as [Batch, Batch];
  const again = { ...second, bytes: first.bytes };
  expect(detect(again).filter(({ rule }) => rule === 'unique_across_batches').length).toBeGreaterThan(5);
});

test('main prints all verdicts, one a line', async () => {
  const { stdout, exitCode } = await run([data]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(batches.map((batch) => ndjsonOf(detect(batch))).join(''));
  expect(stdout.split('\n').length).toBeGreaterThan(10);
});

test('main without a data folder says how it is called', async () => {
  const { stderr, exitCode } = await run([]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('usage: main.ts <data-dir>');
});

test('--post sends the verdicts, and then reports every batch as done in silver', async () => {
  const requests: { path: string; type: string | null; body: string }[] = [];
  using server = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname: path } = new URL(request.url);
      requests.push({ path, type: request.headers.get('content-type'), body: await request.text() });
      return Response.json({}, { status: 201 });
    },
  });
  const { stdout, exitCode } = await run([data, '--post', `http://127.0.0.1:${server.port}`]);
  expect(exitCode).toBe(0);
  const stages = batches.map(({ generator, batchId }) => ({
    path: `/api/batches/${generator}/${batchId}/stages`,
    type: 'application/json',
    body: '{"stage":"silver","status":"done"}',
  }));
  const verdicts = { path: '/api/verdicts', type: 'application/x-ndjson', body: stdout };
  expect(requests).toEqual([verdicts, ...stages]);
});

test('what the service refuses ends --post with an error', async () => {
  using server = Bun.serve({ port: 0, fetch: () => new Response('no such batch', { status: 404 }) });
  const { stderr, exitCode } = await run([data, '--post', `http://127.0.0.1:${server.port}`]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('404 no such batch');
});

test.each([
  ['shows the token that it is given', 'secret', 'Bearer secret'],
  ['shows none', '', null],
])('--post %s', async (_, token, expected) => {
  const shown = new Set<string | null>();
  using server = Bun.serve({
    port: 0,
    fetch(request) {
      shown.add(request.headers.get('authorization'));
      return Response.json({});
    },
  });
  const { exitCode } = await run([data, '--post', `http://127.0.0.1:${server.port}`], token);
  expect(exitCode).toBe(0);
  expect([...shown]).toEqual([expected]);
});
