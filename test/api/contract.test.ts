import { expect, test } from 'vitest';
import { type OpenApiDocument, openApiDocument } from '../../src/api/openapi/document.ts';
import { json, openApi } from './api_fixture.ts';
import { Contract, ContractBroken } from './contract.ts';
import { ask, gradedService } from './graded_service.ts';
import { eventsOf } from './sse_client.ts';

const { app } = openApi();
const document: OpenApiDocument = await openApiDocument(app, { version: '0', needsToken: false });
const contract = new Contract(document);
const alive = { status: 'alive' };
const problem = (change: object = {}) => ({
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  detail: 'there is none',
  error: 'batch_not_found',
  timestamp: '2025-11-09T12:00:00.000Z',
  ...change,
});

/** What is wrong with an answer; null: nothing. */
async function faultOf(path: string, body: unknown, init: ResponseInit = {}, method = 'GET') {
  const response = new Response(body === null ? null : JSON.stringify(body), {
    ...init,
    headers: { ...(body !== null && { 'content-type': 'application/json' }), ...init.headers },
  });
  try {
    await contract.check(new Request(`http://localhost${path}`, { method }), response);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ContractBroken);
    return (error as Error).message.replace(/^.* answered \d+: /, '');
  }
}

const PROBLEM = { 'content-type': 'application/problem+json' };
const BATCH = '/api/batches/driver/20251109T115000Z';

test.each([
  ['a field too many', '/livez', { ...alive, more: 1 }, {}, /must NOT have additional properties/],
  ['a field too few', '/livez', {}, {}, /must have required property 'status'/],
  ['another value', '/livez', { status: 'well' }, {}, /status must be equal to constant/],
  ['a status that is not documented', '/livez', alive, { status: 202 }, /no such status/],
  [
    'another media type',
    '/livez',
    alive,
    { headers: { 'content-type': 'text/json' } },
    /text\/json is not doc/,
  ],
  ['no media type', '/livez', null, {}, /a body of none/],
  ['a body where none is documented', '/', alive, { status: 304, headers: { etag: '"x"' } }, /a body of/],
  ['a header too few', '/', null, { status: 304 }, /it has no ETag/],
  ['another route’s error', '/livez', problem(), { status: 404, headers: PROBLEM }, /no such status/],
  [
    'another status’ error',
    BATCH,
    problem({ error: 'pause_required' }),
    { status: 404, headers: PROBLEM },
    /error must be equal to one of the allowed values/,
  ],
  [
    'a time that is none',
    BATCH,
    problem({ timestamp: 'noon' }),
    { status: 404, headers: PROBLEM },
    /timestamp must match format "date-time"/,
  ],
  [
    'a 405 of a path that there is not',
    '/nothing',
    problem(),
    { status: 405, headers: PROBLEM },
    /no such status/,
  ],
  [
    'a 405 without Allow',
    '/livez',
    problem({ status: 405, error: 'method_not_allowed' }),
    { status: 405, headers: PROBLEM },
    /it has no Allow/,
    'POST',
  ],
] as [string, string, unknown, ResponseInit, RegExp, string?][])(
  '%s breaks the contract',
  async (_, path, body, init, why, method) => {
    expect(await faultOf(path, body, init, method)).toMatch(why);
  },
);

test('right answers keep it', async () => {
  expect(await faultOf('/livez', alive)).toBeNull();
  expect(await faultOf(BATCH, problem(), { status: 404, headers: PROBLEM })).toBeNull();
  expect(
    await faultOf('/nothing', problem({ error: 'not_found' }), { status: 404, headers: PROBLEM }),
  ).toBeNull();
});

test('the fixtures hold every app to it: a health with a field too many does not come through', async () => {
  const api = openApi();
  expect((await json(api.app, '/api/health')).status).toBe('running');
  const lateness = api.deps.history.lateness;
  api.deps.history.lateness = (id) => ({ ...lateness.call(api.deps.history, id), p75: 1 });
  await expect(api.app.request('/api/health')).rejects.toThrow(ContractBroken);
});

test('what the stream tells is what the document says', async () => {
  const service = await gradedService();
  const { StreamMessage } = document.components.schemas;
  /** Names of what is told, up to a name; all of it is as the document says. */
  const toldUpTo = async (last: string) => {
    const { body } = await service.app.request('/api/stream?last=100');
    const names = new Set<string>();
    for await (const { id, event, data } of eventsOf(body!)) {
      const message = { id, event, data: JSON.parse(data) };
      expect(contract.faultsOf(StreamMessage!, message), data).toBeNull();
      const name = message.data.action ?? event;
      names.add(name);
      if (name === last) break;
    }
    return [...names];
  };
  const { body } = await ask(service.app, 'GET', '/api/batches?generator=driver');
  const [{ batch_id }] = body.batches;
  const told = toldUpTo('grade');
  const report = JSON.stringify({ stage: 'silver', status: 'done' });
  await ask(service.app, 'POST', `/api/batches/driver/${batch_id}/stages`, report);
  expect(await told).toEqual(['batch_generated', 'stage', 'grade']);
  for (const action of ['pause', 'clean', 'resume']) await ask(service.app, 'POST', `/api/${action}`);
  expect(await toldUpTo('resume')).toEqual(['batch_generated', 'stage', 'pause', 'clean', 'resume']);
});
