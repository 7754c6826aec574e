import { expect, test } from 'vitest';
import { at, bytesAt, emulated, published, quality } from '../fixtures.ts';
import { ask, type Body, finishAll, gradedService, jsonLines, keysOf } from './graded_service.ts';

/** What a pipeline that knows the answer key says. */
const oracle = (key: Body) => ({
  generator: key.generator,
  batch_id: key.batch_id,
  line: key.line,
  kind: key.kind,
  field: key.fields[0],
});

for (const generator of ['driver', 'company'] as const) {
  test(`verdicts that are the answer key get 1 everywhere in ${generator} batches`, async () => {
    const service = await gradedService();
    const keys = await keysOf(service, generator);
    expect(keys.length).toBeGreaterThan(10);
    const { status } = await ask(service.app, 'POST', '/api/verdicts', jsonLines(keys.map(oracle)));
    expect(status).toBe(200);
    await finishAll(service, generator);
    const { body } = await ask(service.app, 'GET', `/api/grade?generator=${generator}`);
    expect(body.batches).toEqual({ graded: published(service.host, generator).length, pending: 0 });
    expect(body.records).toMatchObject({
      dirty: keys.length,
      flagged: keys.length,
      precision: 1,
      recall: 1,
      f1: 1,
    });
    for (const { recall, diagnosed } of body.kinds) {
      expect({ recall, diagnosed }).toEqual({ recall: 1, diagnosed: { precision: 1, recall: 1 } });
    }
  });
}

test('without verdicts recall is 0, and what was not tried is null', async () => {
  const service = await gradedService();
  await finishAll(service, 'driver');
  const { body } = await ask(service.app, 'GET', '/api/grade');
  expect(body.records).toMatchObject({
    flagged: 0,
    recall: 0,
    precision: null,
    f1: null,
    precision_interval: null,
  });
  expect(body.cells).toEqual({ precision: null, recall: null, f1: null });
  expect(body.kinds.every(({ diagnosed }: Body) => diagnosed === null)).toBe(true);
});

test('whoever flags every line has a precision of the prevalence among what counts', async () => {
  const service = await gradedService();
  const rows = published(service.host, 'driver');
  const all = rows.flatMap(({ batchId, recordCount }) =>
    Array.from({ length: recordCount! }, (_, i) => ({ batch_id: batchId, line: i + 1 })),
  );
  await ask(service.app, 'POST', '/api/verdicts', JSON.stringify(all));
  await finishAll(service, 'driver');
  const { records } = (await ask(service.app, 'GET', '/api/grade')).body;
  expect(records.recall).toBe(1);
  expect(records.flagged).toBe(records.total);
  expect(records.true_positives + records.false_positives + records.neutral).toBe(records.total);
  expect(records.precision).toBeCloseTo(records.dirty / (records.total - records.neutral), 12);
  expect(records.neutral).toBeGreaterThan(0);
});

test('a batch is pending until its silver stage is done, and the newest report counts', async () => {
  const { app, host } = await gradedService();
  const { batchId } = published(host, 'driver')[0]!;
  const graded = async () => (await ask(app, 'GET', '/api/grade')).body.batches.graded;
  const report = (body: object) =>
    ask(app, 'POST', `/api/batches/driver/${batchId}/stages`, JSON.stringify(body));
  await report({ stage: 'bronze', status: 'done' });
  expect(await graded()).toBe(0);
  await report({ stage: 'silver', status: 'failed' });
  expect(await graded()).toBe(0);
  await report({ stage: 'silver', status: 'done', accepted: 5, rejected: 2 });
  expect(await graded()).toBe(1);
  await report({ stage: 'silver', status: 'failed' });
  expect(await graded()).toBe(0);
  expect((await ask(app, 'GET', '/api/grade?pipeline=another')).body.batches.graded).toBe(0);
});

test('a stage report tells its latency from publication, is kept with its batch, and told on the bus', async () => {
  const { app, host, facts } = await gradedService();
  const { batchId, publishedAt } = published(host, 'driver')[0]!;
  const path = `/api/batches/driver/${batchId}`;
  const at = new Date(publishedAt! + 1234).toISOString();
  const { body } = await ask(
    app,
    'POST',
    `${path}/stages`,
    JSON.stringify({ stage: 'gold', status: 'done', at }),
  );
  expect(body).toMatchObject({ success: true, pipeline: 'default', stage: 'gold', latency_ms: 1234, at });
  const { stages } = (await ask(app, 'GET', path)).body;
  expect(stages).toEqual([
    {
      pipeline: 'default',
      stage: 'gold',
      status: 'done',
      at,
      accepted: null,
      rejected: null,
      latency_ms: 1234,
    },
  ]);
  expect(facts).toMatchObject([{ event: 'stage', batch_id: batchId, generator: 'driver', latency_ms: 1234 }]);
  const kept = host.ledger.connection.$client
    .prepare("SELECT payload FROM events WHERE type = 'stage'")
    .all() as { payload: string }[];
  expect(kept.map(({ payload }) => JSON.parse(payload))).toEqual(facts as unknown[]);
});

test('a grade over the last batches, or over those of a time, leaves the others out', async () => {
  const service = await gradedService();
  await finishAll(service, 'driver');
  const grade = async (query: string) => (await ask(service.app, 'GET', `/api/grade?${query}`)).body;
  const rows = published(service.host, 'driver');
  const total = (chosen: readonly { recordCount: number | null }[]) =>
    chosen.reduce((sum, { recordCount }) => sum + recordCount!, 0);
  expect((await grade('last=2')).records.total).toBe(total(rows.slice(-2)));
  const window = `from=${new Date(at('12:00:10')).toISOString()}&to=${new Date(at('12:00:30')).toISOString()}`;
  const within = rows.filter(
    ({ intervalEnd }) => intervalEnd > at('12:00:10') && intervalEnd <= at('12:00:30'),
  );
  expect(within.length).toBe(2);
  expect((await grade(window)).records.total).toBe(total(within));
  expect((await grade(window)).batches).toEqual({ graded: 2, pending: 0 });
});

test('the newest submission of a pipeline on a batch replaces the one before, and nothing is counted twice', async () => {
  const service = await gradedService();
  const keys = await keysOf(service, 'driver');
  const [first, ...rest] = keys.map(oracle);
  const send = (verdicts: readonly object[]) =>
    ask(service.app, 'POST', '/api/verdicts', jsonLines(verdicts));
  const records = async () => (await ask(service.app, 'GET', '/api/grade')).body.records;
  await finishAll(service, 'driver');
  await send([first!, ...rest]);
  const all = await records();
  await send([first!, ...rest]);
  expect(await records()).toEqual(all);
  await send([first!, first!, first!]);
  const ofOthers = rest.filter(({ batch_id }) => batch_id !== first!.batch_id).length;
  expect((await records()).true_positives).toBe(ofOthers + 1);
  const { body } = await send([{ batch_id: first!.batch_id, count: 0 }]);
  expect(body.batches).toMatchObject([{ verdicts: 0, replaced: true }]);
  expect((await records()).true_positives).toBe(ofOthers);
});

test('hashes and ids find the records as well; those of another run find nothing and are false alarms', async () => {
  const service = await gradedService(
    emulated({ quality: quality({ rate: 0.3, weights: quality().weights }) }),
  );
  const keys = await keysOf(service, 'driver');
  const { batch_id } = keys[0];
  const verdicts = [
    ...keys.map(({ batch_id, raw_sha256 }) => ({ batch_id, raw_sha256 })),
    { batch_id, raw_sha256: 'f'.repeat(64) },
    { batch_id, event_id: 'e5c1b1f0-0000-4000-8000-000000000000' },
    { batch_id, line: 1_000_000 },
  ];
  await ask(service.app, 'POST', '/api/verdicts', jsonLines(verdicts));
  await finishAll(service, 'driver');
  const { records } = (await ask(service.app, 'GET', '/api/grade')).body;
  expect(records).toMatchObject({ unmatched: 3, false_positives: 3, recall: 1 });
});

test('a batch whose folder somebody deleted is graded as it was', async () => {
  const service = await gradedService();
  const keys = await keysOf(service, 'driver');
  const { host } = service;
  await service.service.stop();
  const { batchId } = published(host, 'driver')[1]!;
  host.disk.remove(host.layout.eventBatch(batchId));
  host.disk.remove(host.layout.answerKey('driver', batchId));
  host.ledger.markRemoved([published(host, 'driver')[1]!.id]);
  await ask(service.app, 'POST', '/api/verdicts', jsonLines(keys.map(oracle)));
  const report = JSON.stringify({ stage: 'silver', status: 'done' });
  await ask(service.app, 'POST', `/api/batches/driver/${batchId}/stages`, report);
  const { body } = await ask(service.app, 'GET', '/api/grade');
  expect(body.batches.graded).toBe(1);
  expect(body.records.dirty).toBe(keys.filter((key) => key.batch_id === batchId).length);
  expect(body.records).toMatchObject({ precision: 1, recall: 1 });
});

test('the answer key says where its lines are, byte for byte', async () => {
  const service = await gradedService();
  const { host } = service;
  for (const key of await keysOf(service, 'driver')) {
    const lines = new TextDecoder()
      .decode(bytesAt(host.disk, host.layout.eventLines(key.batch_id)))
      .split('\n');
    const bytes = bytesAt(host.disk, host.layout.eventLines(key.batch_id)).slice(
      key.byte_offset,
      key.byte_offset + key.byte_length,
    );
    expect(new TextDecoder().decode(bytes)).toBe(lines[key.line - 1]!);
  }
});

test('nothing of the answer key stands under raw/', async () => {
  const { host } = await gradedService();
  for (const name of host.disk.list(host.layout.events)) {
    expect(host.disk.list(host.layout.eventBatch(name))).toEqual(['batch_meta.json', 'events.jsonl']);
  }
  expect(host.disk.list(host.layout.raw)).toEqual(['companies.jsonl', 'events']);
});

test('the answer key can be kept out of the API', async () => {
  const { app, host } = await gradedService(undefined, { servesIssues: false });
  const { batchId } = published(host, 'driver')[0]!;
  const { status, body } = await ask(app, 'GET', `/api/batches/driver/${batchId}/issues`);
  expect({ status, error: body.error }).toEqual({ status: 403, error: 'issues_disabled' });
});

test('an id that only its record had means that record: a padded one may be trimmed', async () => {
  const weights = { ...quality().weights };
  for (const kind of Object.keys(weights) as (keyof typeof weights)[])
    weights[kind] = kind === 'padded_id' ? 1 : 0;
  const service = await gradedService(emulated({ quality: quality({ rate: 0.5, weights }) }));
  const keys = (await keysOf(service, 'driver')).filter(({ fields }) => fields[0] === 'event_id');
  expect(keys.length).toBeGreaterThan(0);
  const verdicts = keys.map(({ batch_id, record_id }) => ({ batch_id, event_id: record_id }));
  await ask(service.app, 'POST', '/api/verdicts', jsonLines(verdicts));
  await finishAll(service, 'driver');
  const { records } = (await ask(service.app, 'GET', '/api/grade')).body;
  expect(records).toMatchObject({ true_positives: keys.length, false_positives: 0, unmatched: 0 });
});
