import { describe, expect, test } from 'vitest';
import { published, put, visible } from '../fixtures.ts';
import { ask, finishAll, gradedService, jsonLines } from './graded_service.ts';

const verdictsOf = (service: Awaited<ReturnType<typeof gradedService>>) =>
  service.host.ledger.connection.$client.prepare('SELECT count(*) AS n FROM verdicts').get() as { n: number };

describe('verdicts', () => {
  const BAD: readonly (readonly [name: string, body: (batchId: string) => string, detail: string])[] = [
    ['half a line', (id) => `{"batch_id":"${id}","line":1}\n{"batch_id":"${id}","li`, 'line 2 is not JSON'],
    ['an empty body', () => '', 'no verdicts'],
    ['a number', () => '5', 'verdict 1: a JSON object is expected'],
    ['an unknown field', (id) => `{"batch_id":"${id}","lines":1}`, 'there is no field lines'],
    ['no batch', () => '{"line":1}', 'batch_id is missing'],
    ['no record', (id) => `{"batch_id":"${id}"}`, 'line, raw_sha256 or event_id'],
    ['line 0', (id) => `{"batch_id":"${id}","line":0}`, 'line must be an integer of 1 or more, got 0'],
    ['a hash of capitals', (id) => `{"batch_id":"${id}","raw_sha256":"${'A'.repeat(64)}"}`, '64 hex digits'],
    ['an unknown kind', (id) => `{"batch_id":"${id}","line":1,"kind":"odd"}`, 'kind must be one of'],
    ['half a character', (id) => `{"batch_id":"${id}","event_id":"\\ud800"}`, 'event_id must be a text'],
    ['a broken array', (id) => `[{"batch_id":"${id}","line":1},`, 'the body is not JSON'],
  ];
  for (const [name, bodyOf, detail] of BAD) {
    test(`${name} is refused with what is wrong, and nothing is kept`, async () => {
      const service = await gradedService();
      const { batchId } = published(service.host, 'driver')[0]!;
      const { status, body } = await ask(service.app, 'POST', '/api/verdicts', bodyOf(batchId));
      expect(status).toBe(400);
      expect(body.detail).toContain(detail);
      expect(verdictsOf(service).n).toBe(0);
    });
  }

  test('on unknown batches are refused, those on known ones are kept, and the answer says which', async () => {
    const service = await gradedService();
    const { batchId } = published(service.host, 'driver')[0]!;
    const both = jsonLines([
      { batch_id: batchId, line: 1 },
      { batch_id: '20200101T000000Z', line: 1 },
    ]);
    const { status, body } = await ask(service.app, 'POST', '/api/verdicts', both);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: false,
      accepted: 1,
      batches: [{ batch_id: batchId, verdicts: 1, replaced: false }],
      refused: [{ batch_id: '20200101T000000Z', error: 'batch_not_found' }],
    });
    const alone = await ask(service.app, 'POST', '/api/verdicts', '{"batch_id":"../../x","line":1}');
    expect({ status: alone.status, error: alone.body.error }).toEqual({
      status: 404,
      error: 'batch_not_found',
    });
  });

  test('on a batch that was cleaned are refused as such, and its grade is gone with it', async () => {
    const service = await gradedService();
    const { batchId } = published(service.host, 'driver')[0]!;
    const verdict = JSON.stringify({ batch_id: batchId, line: 1 });
    await ask(service.app, 'POST', '/api/verdicts', verdict);
    await finishAll(service, 'driver');
    await service.service.engine.pause();
    await service.service.engine.clean(null);
    const { status, body } = await ask(service.app, 'POST', '/api/verdicts', verdict);
    expect({ status, error: body.error }).toEqual({ status: 410, error: 'batch_cleaned' });
    const grade = (await ask(service.app, 'GET', '/api/grade')).body;
    expect(grade.batches).toEqual({ graded: 0, pending: 0 });
    expect(grade.records.recall).toBeNull();
  });

  test('more than a batch can need are refused, and the earlier ones stay', async () => {
    const service = await gradedService();
    const { batchId } = published(service.host, 'driver')[0]!;
    await ask(service.app, 'POST', '/api/verdicts', JSON.stringify({ batch_id: batchId, line: 1 }));
    const many = Array.from({ length: 1000 }, () => ({ batch_id: batchId, line: 1 }));
    const { status, body } = await ask(service.app, 'POST', '/api/verdicts', jsonLines(many));
    expect({ status, error: body.error }).toEqual({ status: 413, error: 'too_many_verdicts' });
    expect(verdictsOf(service).n).toBe(1);
  });

  test('a body beyond the limit is refused while it is read', async () => {
    const service = await gradedService();
    const line = new TextEncoder().encode(`{"batch_id":"x","line":1}${' '.repeat(1024 * 1024)}\n`);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += line.length;
        controller.enqueue(line);
      },
    });
    const response = await service.app.request('/api/verdicts', { method: 'POST', body: endless });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(80 * 1024 * 1024);
    expect(verdictsOf(service).n).toBe(0);
  });
});

describe('stage reports', () => {
  test('say all that is wrong with them', async () => {
    const { app, host } = await gradedService();
    const { batchId } = published(host, 'driver')[0]!;
    const bad = { stage: 'silvr', at: 'yesterday', accepted: -1, colour: 'red' };
    const { status, body } = await ask(
      app,
      'POST',
      `/api/batches/driver/${batchId}/stages`,
      JSON.stringify(bad),
    );
    expect(status).toBe(400);
    for (const part of [
      'stage must be one of',
      'status is missing',
      'at must be',
      'accepted must be',
      'colour',
    ])
      expect(body.detail).toContain(part);
  });

  test.each([
    ['half a character', { pipeline: 'a\ud800' }, 'pipeline must be a text of 1 to 64 characters'],
    ['a pipeline of blanks', { pipeline: '   ' }, 'pipeline must be a name without control characters'],
    ['a pipeline of two lines', { pipeline: 'a\nb' }, 'pipeline must be a name without control characters'],
    ['30 February', { at: '2025-02-30T12:00:00Z' }, 'at must be an instant'],
    ['a year that no answer could tell', { at: '9999-12-31T23:59:59-01:00' }, 'at must be an instant'],
  ])('with %s are refused', async (_, change, detail) => {
    const { app, host } = await gradedService();
    const { batchId } = published(host, 'driver')[0]!;
    const report = JSON.stringify({ stage: 'silver', status: 'done', ...change });
    const { status, body } = await ask(app, 'POST', `/api/batches/driver/${batchId}/stages`, report);
    expect(status).toBe(400);
    expect(body.detail).toContain(detail);
  });

  test('may be of a pipeline of 64 characters, whatever they are, and of no more', async () => {
    const { app, host } = await gradedService();
    const { batchId } = published(host, 'driver')[0]!;
    const statusOf = async (pipeline: string) => {
      const report = JSON.stringify({ stage: 'silver', status: 'done', pipeline });
      return (await ask(app, 'POST', `/api/batches/driver/${batchId}/stages`, report)).status;
    };
    expect(await statusOf('🚚'.repeat(64))).toBe(200);
    expect(await statusOf('🚚'.repeat(65))).toBe(400);
    expect(await statusOf('')).toBe(400);
  });

  test('must be an object', async () => {
    const { app, host } = await gradedService();
    const { batchId } = published(host, 'driver')[0]!;
    const { status, body } = await ask(app, 'POST', `/api/batches/driver/${batchId}/stages`, '[]');
    expect({ status, detail: body.detail }).toEqual({
      status: 400,
      detail: 'a JSON object is expected, got an array',
    });
  });

  test('on a batch that is only planned, or was never there, are refused', async () => {
    const { app, host } = await gradedService();
    const [planned] = host.ledger.planned();
    for (const id of [planned!.batchId, 'x', '..%2F..%2Fetc']) {
      const { status, body } = await ask(
        app,
        'POST',
        `/api/batches/driver/${id}/stages`,
        JSON.stringify({ stage: 'silver', status: 'done' }),
      );
      expect({ status, error: body.error }).toEqual({ status: 404, error: 'batch_not_found' });
    }
  });
});

test('a clean by mode around bytes that are not ours says which, and what to do', async () => {
  const { app, host } = await gradedService();
  await ask(app, 'POST', '/api/pause');
  put(host.disk, host.layout.companies, visible(host).companies!.replace('company_id', 'company_ix'));
  const { status, body } = await ask(app, 'POST', '/api/clean?mode=emulated');
  expect({ status, error: body.error }).toEqual({ status: 409, error: 'foreign_bytes' });
  expect(body.detail).toContain(host.layout.companies);
});
